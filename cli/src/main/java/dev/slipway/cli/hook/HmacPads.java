package dev.slipway.cli.hook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The two blocks that HMAC-SHA256 makes of a key, so that a shell that can only hash can sign.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2104">RFC 2104, section 2</a>
 */
public final class HmacPads {
  /** The block size of SHA-256, in bytes. */
  private static final int BLOCK = 64;

  private static final int INNER = 0x36;
  private static final int OUTER = 0x5c;

  private final byte[] key;

  private HmacPads(byte[] key) {
    this.key = key;
  }

  public static HmacPads of(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    return new HmacPads(Arrays.copyOf(bytes.length > BLOCK ? sha256(bytes) : bytes, BLOCK));
  }

  /** What is hashed before the message. */
  public byte[] inner() {
    return xor(INNER);
  }

  /** What is hashed before the first hash. */
  public byte[] outer() {
    return xor(OUTER);
  }

  private byte[] xor(int with) {
    byte[] pad = new byte[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      pad[i] = (byte) (key[i] ^ with);
    }
    return pad;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
