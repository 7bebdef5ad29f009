package dev.slipway.dashboard.access;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes tokens and cookies: 256 random bits behind a prefix that tells what was found. */
public final class SecretText {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;

  private SecretText() {}

  /** Of an API token. */
  public static String token() {
    return "slp_" + random();
  }

  /** Of a session's cookie. */
  static String session() {
    return "slps_" + random();
  }

  private static String random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
