package dev.slipway.dashboard.http;

import dev.slipway.core.access.Principal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request, and by what.
 *
 * @param by the id of the session or API token that was used
 * @param session what is in the session's cookie; null for a caller with an API token
 */
public record Caller(Principal principal, String by, @Nullable String session) {
  private static final byte[] PURPOSE = "slipway csrf 1".getBytes(StandardCharsets.US_ASCII);

  /** What the forms of this session must send back; empty for API tokens, which need none. */
  public String csrfToken() {
    if (session == null) {
      return "";
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(session.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(PURPOSE));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /** Compares in constant time. */
  public boolean sentCsrfToken(String sent) {
    return MessageDigest.isEqual(
        csrfToken().getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
  }

  /** The session's token stays out of every log. */
  @Override
  public String toString() {
    return "Caller(" + principal.name() + ")";
  }
}
