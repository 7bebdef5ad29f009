package dev.slipway.webhook.dialect;

import dev.slipway.core.Secret;
import dev.slipway.core.source.RepositoryName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The hook that {@code slipway hook} prints for plain git servers. It tells of a push as GitHub
 * would, in headers of its own; GitHub's are understood as well, so that tools that can send those
 * need nothing else.
 */
final class PlainGitDialect implements Dialect {
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
    String event =
        request.header("x-slipway-event").or(() -> request.header("x-github-event")).orElse("push");
    return Payload.read(request, PushPayload.UNREAD, payload -> read(event, payload));
  }

  @Override
  public String deliveryId(ReceivedRequest request) {
    return DeliveryIds.of(request, "x-slipway-delivery", "x-github-delivery");
  }

  private static ForgeEvent read(String event, Fields payload) {
    return switch (event) {
      case "push" -> PushPayload.read(event, payload);
      case "ping" -> ForgeEvent.nothing(event, "a ping: the webhook works");
      default -> ForgeEvent.unknown(event);
    };
  }
}
