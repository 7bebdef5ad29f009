package dev.slipway.webhook.dialect;

import dev.slipway.core.Secret;
import dev.slipway.core.source.RepositoryName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * GitLab: project, group and system hooks, which all look the same.
 *
 * @see <a href="https://docs.gitlab.com/user/project/integrations/webhooks/">GitLab on webhooks</a>
 */
final class GitLabDialect implements Dialect {
  @Override
  public Optional<RepositoryName> claimedRepository(ReceivedRequest request) {
    return PayloadScan.repositoryName(
        request, "project.path_with_namespace", "path_with_namespace");
  }

  /**
   * A signature by a signing key, or the token. Where one of the secrets is a signing key, the
   * token alone proves nothing any more: who overheard the old one could otherwise go on.
   */
  @Override
  public Optional<String> proof(ReceivedRequest request, List<Secret> secrets, Instant now) {
    Optional<String> signature = StandardWebhooksProof.proof(request, secrets, now);
    if (secrets.stream().anyMatch(StandardWebhooksProof::isSigningKey)) {
      return signature;
    }
    String token = request.header("x-gitlab-token").orElse("");
    return ProvedBy.oneOf(
        secrets,
        secret -> HmacProof.same(secret.reveal(), token),
        "X-Gitlab-Token: the secret itself");
  }

  @Override
  public ForgeEvent read(ReceivedRequest request) throws UnreadableException {
    String header = request.header("x-gitlab-event").orElse("unnamed");
    return Payload.read(
        request, GitLabReader.UNREAD, payload -> GitLabReader.read(header, payload));
  }

  /** The signed name first; {@code X-Gitlab-Event-UUID} is shared by different deliveries. */
  @Override
  public String deliveryId(ReceivedRequest request) {
    return DeliveryIds.of(request, "webhook-id", "idempotency-key");
  }
}
