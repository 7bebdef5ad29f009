package dev.slipway.dashboard.http;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Names one state of what is behind a path, so that nobody is sent again what they have.
 *
 * @param quoted as it stands in headers
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-etag">RFC 9110 on entity tags</a>
 */
record EntityTag(String quoted) {
  private static final int BYTES = 16;

  /** The tag of a whole answer. */
  static EntityTag of(Buffer body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes());
      return new EntityTag("\"" + HexFormat.of().formatHex(digest, 0, BYTES) + "\"");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Whether a header that lists tags names this one, marked as weak by some proxy or not. */
  boolean isNamedIn(String header) {
    return Arrays.stream(header.split(",", -1))
        .map(String::strip)
        .anyMatch(one -> one.equals("*") || one.equals(quoted) || one.equals("W/" + quoted));
  }
}
