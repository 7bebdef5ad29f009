package dev.slipway.webhook.dialect;

import dev.slipway.core.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The proof that most forges send in one header or another: an HMAC-SHA256 of the raw body in lower
 * case hex digits. Compared in constant time.
 *
 * @see <a
 *     href="https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries">GitHub
 *     on validating deliveries</a>
 */
public final class HmacProof {
  private static final String PREFIX = "sha256=";

  private HmacProof() {}

  /** What a sender who knows the secret puts into {@code X-Hub-Signature-256}. */
  public static String sign(byte[] body, Secret secret) {
    return PREFIX + hex(body, secret);
  }

  /** For a header that holds {@code sha256=HEX}. */
  static Optional<String> prefixed(
      String header, ReceivedRequest request, byte[] signed, List<Secret> secrets) {
    return inHeader(header, PREFIX, request, signed, secrets);
  }

  /** For a header that holds the bare digits. */
  static Optional<String> bare(
      String header, ReceivedRequest request, byte[] signed, List<Secret> secrets) {
    return inHeader(header, "", request, signed, secrets);
  }

  /** The keyed hash itself; the key must not be empty. */
  static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /** Whether two texts are the same, in a time that only tells how long they are. */
  static boolean same(String expected, String claimed) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), claimed.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<String> inHeader(
      String header, String prefix, ReceivedRequest request, byte[] signed, List<Secret> secrets) {
    String claimed = request.header(header.toLowerCase(Locale.ROOT)).orElse("");
    if (claimed.isEmpty()) {
      return Optional.empty();
    }
    return ProvedBy.oneOf(
        secrets,
        secret -> same(prefix + hex(signed, secret), claimed),
        header + ": HMAC-SHA256 of the body");
  }

  private static String hex(byte[] body, Secret secret) {
    byte[] key = secret.reveal().getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(hmac(key, body));
  }
}
