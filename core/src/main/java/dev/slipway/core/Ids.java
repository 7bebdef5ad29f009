package dev.slipway.core;

import java.security.SecureRandom;
import java.time.Clock;

/**
 * Makes the opaque ids of records: a prefix that names the kind, 48 bits of milliseconds and 80
 * random bits in Crockford's base 32, so that ids of one kind sort by the time they were made. Safe
 * for concurrent use.
 */
public final class Ids {
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final SecureRandom RANDOM = new SecureRandom();

  private Ids() {}

  /** A fresh id such as {@code bld_01jd2k9x...}; the prefix is at most a few letters. */
  public static String next(String prefix, Clock clock) {
    StringBuilder id = new StringBuilder(prefix).append('_');
    appendBits(id, clock.millis(), 10);
    appendBits(id, RANDOM.nextLong(1L << 40), 8);
    appendBits(id, RANDOM.nextLong(1L << 40), 8);
    return id.toString();
  }

  private static void appendBits(StringBuilder id, long value, int digits) {
    for (int shift = 5 * (digits - 1); shift >= 0; shift -= 5) {
      id.append(ALPHABET.charAt((int) (value >>> shift) & 31));
    }
  }
}
