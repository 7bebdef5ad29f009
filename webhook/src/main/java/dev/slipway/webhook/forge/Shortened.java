package dev.slipway.webhook.forge;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Fits texts into the room that a forge has for them. */
final class Shortened {
  private static final int DIGITS = 8;

  private Shortened() {}

  /** At most so many characters, cut between words where there is a gap near the end. */
  static String text(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = most - 1;
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    int gap = text.lastIndexOf(' ', end);
    return text.substring(0, gap > most / 2 ? gap : end) + "…";
  }

  /** At most so many characters; different keys stay different, and the same key the same. */
  static String key(String key, int most) {
    if (key.length() <= most) {
      return key;
    }
    return key.substring(0, most - DIGITS - 1) + "-" + digest(key).substring(0, DIGITS);
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
