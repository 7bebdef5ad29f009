package dev.slipway.webhook.dialect;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/** Looks at the time that a sender wrote beside a signature. */
final class Timestamps {
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,15}");

  private Timestamps() {}

  /**
   * Whether a time is near enough to now, before or after it; clocks differ.
   *
   * @param timestamp since the epoch, in decimal digits
   * @param perSecond 1 where it counts seconds, 1000 where milliseconds
   */
  static boolean near(String timestamp, int perSecond, Instant now, Duration tolerance) {
    if (!DIGITS.matcher(timestamp).matches()) {
      return false;
    }
    Instant sent = Instant.ofEpochMilli(Long.parseLong(timestamp) * (1000 / perSecond));
    return Duration.between(sent, now).abs().compareTo(tolerance) <= 0;
  }
}
