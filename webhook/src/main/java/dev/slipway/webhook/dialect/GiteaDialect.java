package dev.slipway.webhook.dialect;

import dev.slipway.core.Secret;
import dev.slipway.core.source.RepositoryName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Gitea and Forgejo, which sends headers of its own beside Gitea's. Of a form, they sign the JSON
 * text in it. Without a secret they send the headers of the signatures empty.
 *
 * @see <a href="https://docs.gitea.com/usage/webhooks">Gitea on webhooks</a>
 * @see <a href="https://forgejo.org/docs/latest/user/webhooks/">Forgejo on webhooks</a>
 */
final class GiteaDialect implements Dialect {
  @Override
  public Optional<RepositoryName> claimedRepository(ReceivedRequest request) {
    return PayloadScan.repositoryName(request, "repository.full_name");
  }

  @Override
  public Optional<String> proof(ReceivedRequest request, List<Secret> secrets, Instant now) {
    byte[] signed;
    try {
      signed = Payload.json(request);
    } catch (UnreadableException _) {
      return Optional.empty();
    }
    return HmacProof.bare("X-Forgejo-Signature", request, signed, secrets)
        .or(() -> HmacProof.bare("X-Gitea-Signature", request, signed, secrets))
        .or(() -> HmacProof.prefixed("X-Hub-Signature-256", request, signed, secrets));
  }

  @Override
  public ForgeEvent read(ReceivedRequest request) throws UnreadableException {
    String event =
        request.header("x-forgejo-event").or(() -> request.header("x-gitea-event")).orElse("push");
    return Payload.read(request, PushPayload.UNREAD, payload -> GiteaReader.read(event, payload));
  }

  @Override
  public String deliveryId(ReceivedRequest request) {
    return DeliveryIds.of(request, "x-forgejo-delivery", "x-gitea-delivery");
  }
}
