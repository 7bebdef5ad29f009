package dev.slipway.webhook.forge.testing;

import dev.slipway.core.source.Forge;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The headers with which each forge names an event and proves that it sent it. */
final class FakeProof {
  private FakeProof() {}

  static Map<String, String> headers(
      Forge kind, String event, String id, FakeHook hook, String body) {
    byte[] key = hook.secret().getBytes(StandardCharsets.UTF_8);
    String signature = HexFormat.of().formatHex(hmac(key, body));
    return switch (kind) {
      case GITHUB ->
          Map.of(
              "X-GitHub-Event", event,
              "X-GitHub-Delivery", id,
              "X-Hub-Signature-256", "sha256=" + signature);
      case GITLAB -> gitLab(event, id, hook.secret(), body);
      case BITBUCKET ->
          Map.of(
              "X-Event-Key", event,
              "X-Request-UUID", id,
              "X-Hub-Signature", "sha256=" + signature);
      case BITBUCKET_SERVER ->
          Map.of(
              "X-Event-Key", event,
              "X-Request-Id", id,
              "X-Hub-Signature", "sha256=" + signature);
      case GITEA ->
          Map.of("X-Gitea-Event", event, "X-Gitea-Delivery", id, "X-Gitea-Signature", signature);
      case FORGEJO ->
          Map.of(
              "X-Forgejo-Event", event,
              "X-Forgejo-Delivery", id,
              "X-Forgejo-Signature", signature,
              "X-Gitea-Event", event,
              "X-Gitea-Delivery", id,
              "X-Gitea-Signature", signature);
      case GITEE -> gitee(event, hook.secret());
      case GIT -> throw new IllegalArgumentException("a plain git server has no webhooks");
    };
  }

  private static Map<String, String> gitLab(String event, String id, String secret, String body) {
    if (!secret.startsWith("whsec_")) {
      return Map.of("X-Gitlab-Event", event, "Idempotency-Key", id, "X-Gitlab-Token", secret);
    }
    String timestamp = Long.toString(Instant.now().getEpochSecond());
    byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    byte[] signature = hmac(key, id + "." + timestamp + "." + body);
    return Map.of(
        "X-Gitlab-Event", event,
        "Idempotency-Key", id,
        "webhook-id", id,
        "webhook-timestamp", timestamp,
        "webhook-signature", "v1," + Base64.getEncoder().encodeToString(signature));
  }

  private static Map<String, String> gitee(String event, String secret) {
    String timestamp = Long.toString(Instant.now().toEpochMilli());
    byte[] proof = hmac(secret.getBytes(StandardCharsets.UTF_8), timestamp + "\n" + secret);
    return Map.of(
        "X-Gitee-Event", event,
        "X-Gitee-Timestamp", timestamp,
        "X-Gitee-Token", Base64.getEncoder().encodeToString(proof));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
