package dev.slipway.webhook.dialect;

import dev.slipway.core.Secret;
import dev.slipway.core.source.RepositoryName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * GitHub. Of a form, it signs the form as it was sent.
 *
 * @see <a href="https://docs.github.com/webhooks/webhook-events-and-payloads">GitHub on webhook
 *     events and payloads</a>
 */
final class GitHubDialect implements Dialect {
  @Override
  public Optional<RepositoryName> claimedRepository(ReceivedRequest request) {
    return PayloadScan.repositoryName(request, "repository.full_name");
  }

  @Override
  public Optional<String> proof(ReceivedRequest request, List<Secret> secrets, Instant now) {
    return HmacProof.prefixed("X-Hub-Signature-256", request, request.body().bytes(), secrets);
  }

  @Override
  public ForgeEvent read(ReceivedRequest request) throws UnreadableException {
    String event = request.header("x-github-event").orElse("push");
    return Payload.read(request, PushPayload.UNREAD, payload -> read(event, payload));
  }

  @Override
  public String deliveryId(ReceivedRequest request) {
    return DeliveryIds.of(request, "x-github-delivery");
  }

  private static ForgeEvent read(String event, Fields payload) {
    return switch (event) {
      case "push" -> PushPayload.read(event, payload);
      case "pull_request" -> PullRequestPayload.read(event, payload, "synchronize");
      case "ping" -> ForgeEvent.nothing(event, "a ping: the webhook works");
      case "create", "delete" ->
          ForgeEvent.nothing(event, "the push event that comes with it tells the same");
      case "merge_group" ->
          ForgeEvent.nothing(
              event, "the merge queue's commit comes as a push to its own branch as well");
      default -> ForgeEvent.unknown(event);
    };
  }
}
