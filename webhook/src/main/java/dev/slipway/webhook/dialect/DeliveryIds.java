package dev.slipway.webhook.dialect;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Names deliveries so that a repeated one is known again. */
final class DeliveryIds {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._@{}-]{1,100}");

  private DeliveryIds() {}

  /**
   * What the first of these headers says, or a hash of it where it is long or odd. Senders that
   * give no id repeat themselves by sending the same bytes: there it is a hash of the body.
   */
  static String of(ReceivedRequest request, String... headers) {
    for (String header : headers) {
      String id = request.header(header).orElse("");
      if (!id.isEmpty()) {
        return PLAIN.matcher(id).matches() ? id : hash(id.getBytes(StandardCharsets.UTF_8));
      }
    }
    return hash(request.body().bytes());
  }

  static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "sha256-" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
