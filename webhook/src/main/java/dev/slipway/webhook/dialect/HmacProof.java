package dev.slipway.webhook.dialect;

import dev.slipway.core.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The proof that GitHub and the plain git hook send: {@code sha256=HEX}, an HMAC-SHA256 of the raw
 * body. Compared in constant time, against every secret, so that neither the answer nor its time
 * tells anything.
 *
 * @see <a
 *     href="https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries">GitHub
 *     on validating deliveries</a>
 */
public final class HmacProof {
  private static final String PREFIX = "sha256=";

  private HmacProof() {}

  /** Whether the signature was made over this body with one of these secrets. */
  public static boolean holds(String signature, byte[] body, List<Secret> secrets) {
    byte[] claimed = signature.getBytes(StandardCharsets.UTF_8);
    boolean holds = false;
    for (Secret secret : secrets) {
      byte[] expected = sign(body, secret).getBytes(StandardCharsets.UTF_8);
      holds |= MessageDigest.isEqual(expected, claimed);
    }
    return holds;
  }

  /** What a sender who knows the secret puts into the header. */
  public static String sign(byte[] body, Secret secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      byte[] key = secret.reveal().getBytes(StandardCharsets.UTF_8);
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return PREFIX + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
