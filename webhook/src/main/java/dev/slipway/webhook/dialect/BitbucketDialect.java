package dev.slipway.webhook.dialect;

import dev.slipway.core.Secret;
import dev.slipway.core.source.RepositoryName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Bitbucket Cloud.
 *
 * @see <a href="https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/">Atlassian on
 *     webhooks of Bitbucket Cloud</a>
 */
final class BitbucketDialect implements Dialect {
  @Override
  public Optional<RepositoryName> claimedRepository(ReceivedRequest request) {
    return PayloadScan.repositoryName(request, "repository.full_name");
  }

  @Override
  public Optional<String> proof(ReceivedRequest request, List<Secret> secrets, Instant now) {
    return HmacProof.prefixed("X-Hub-Signature", request, request.body().bytes(), secrets);
  }

  @Override
  public ForgeEvent read(ReceivedRequest request) throws UnreadableException {
    String event = request.header("x-event-key").orElse("repo:push");
    return Payload.read(
        request, BitbucketReader.UNREAD, payload -> BitbucketReader.read(event, payload));
  }

  /** The same for each attempt, which {@code X-Attempt-Number} counts. */
  @Override
  public String deliveryId(ReceivedRequest request) {
    return DeliveryIds.of(request, "x-request-uuid");
  }
}
