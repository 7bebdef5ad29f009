package dev.slipway.webhook.dialect;

import dev.slipway.core.Secret;
import dev.slipway.core.source.RepositoryName;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** GitHub, and the hook that Slipway prints for plain git servers, which speaks the same way. */
final class GitHubDialect implements Dialect {
  @Override
  public Optional<RepositoryName> claimedRepository(ReceivedRequest request) {
    try {
      return Payload.repositoryName(Payload.json(request));
    } catch (UnreadableException _) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<String> proof(ReceivedRequest request, List<Secret> secrets, Instant now) {
    String signature = request.header("x-hub-signature-256").orElse("");
    return HmacProof.holds(signature, request.body().bytes(), secrets)
        ? Optional.of("X-Hub-Signature-256: HMAC-SHA256 of the body")
        : Optional.empty();
  }

  @Override
  public ForgeEvent read(ReceivedRequest request) throws UnreadableException {
    return GitHubReader.read(eventName(request), Payload.read(Payload.json(request)));
  }

  @Override
  public String deliveryId(ReceivedRequest request) {
    return request
        .header("x-slipway-delivery")
        .or(() -> request.header("x-github-delivery"))
        .orElseGet(() -> "sha256-" + sha256(request.body().bytes()));
  }

  private static String eventName(ReceivedRequest request) {
    return request
        .header("x-slipway-event")
        .or(() -> request.header("x-github-event"))
        .orElse("push");
  }

  /** Senders that give no id repeat themselves by sending the same bytes. */
  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
