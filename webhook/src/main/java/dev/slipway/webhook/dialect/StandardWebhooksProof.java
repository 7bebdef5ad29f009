package dev.slipway.webhook.dialect;

import dev.slipway.core.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The proof of the Standard Webhooks, which GitLab sends: an HMAC-SHA256 over id, time and body. It
 * expires, so that a delivery that somebody overheard cannot be sent again later.
 *
 * @see <a href="https://www.standardwebhooks.com/">Standard Webhooks</a>
 */
final class StandardWebhooksProof {
  /** How far the sender's clock, or the way here, may be off; as the specification advises. */
  static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final String KEY_PREFIX = "whsec_";
  private static final String SIGNATURE_PREFIX = "v1,";

  /** Stands for a key that is no Base64, or empty; it proves nothing. */
  private static final byte[] NO_KEY = {0};

  private StandardWebhooksProof() {}

  /** Whether a secret is a signing key of this scheme. */
  static boolean isSigningKey(Secret secret) {
    return secret.reveal().startsWith(KEY_PREFIX);
  }

  static Optional<String> proof(ReceivedRequest request, List<Secret> secrets, Instant now) {
    String id = request.header("webhook-id").orElse("");
    String timestamp = request.header("webhook-timestamp").orElse("");
    if (id.isEmpty() || !Timestamps.near(timestamp, 1, now, TOLERANCE)) {
      return Optional.empty();
    }
    byte[] signed = signed(id, timestamp, request.body().bytes());
    String[] claimed = request.header("webhook-signature").orElse("").split(" ", -1);
    return ProvedBy.oneOf(
        secrets,
        secret -> anyHolds(claimed, signed, key(secret)) && isSigningKey(secret),
        "webhook-signature: HMAC-SHA256 of id, time and body");
  }

  /** While a key is rotated, the header holds a signature by each. */
  private static boolean anyHolds(String[] claimed, byte[] signed, byte[] key) {
    byte[] hmac = HmacProof.hmac(key, signed);
    String expected = SIGNATURE_PREFIX + Base64.getEncoder().encodeToString(hmac);
    boolean holds = false;
    for (String signature : claimed) {
      holds |= HmacProof.same(expected, signature);
    }
    return holds && !Arrays.equals(key, NO_KEY);
  }

  /** Of a secret that is no signing key, something that costs the same work. */
  private static byte[] key(Secret secret) {
    if (!isSigningKey(secret)) {
      return secret.reveal().getBytes(StandardCharsets.UTF_8);
    }
    try {
      byte[] key = Base64.getDecoder().decode(secret.reveal().substring(KEY_PREFIX.length()));
      return key.length == 0 ? NO_KEY : key;
    } catch (IllegalArgumentException _) {
      return NO_KEY;
    }
  }

  private static byte[] signed(String id, String timestamp, byte[] body) {
    byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
    byte[] signed = new byte[head.length + body.length];
    System.arraycopy(head, 0, signed, 0, head.length);
    System.arraycopy(body, 0, signed, head.length, body.length);
    return signed;
  }
}
