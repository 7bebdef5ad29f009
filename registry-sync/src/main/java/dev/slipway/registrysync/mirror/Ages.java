package dev.slipway.registrysync.mirror;

import java.time.Duration;

/** How people say how long ago something was. */
final class Ages {
  private Ages() {}

  /** Such as {@code 3 days}, always downwards. */
  static String inWords(Duration age) {
    if (age.toDays() > 0) {
      return several(age.toDays(), "day");
    }
    if (age.toHours() > 0) {
      return several(age.toHours(), "hour");
    }
    return age.toMinutes() > 0 ? several(age.toMinutes(), "minute") : "a moment";
  }

  private static String several(long count, String unit) {
    return count + " " + unit + (count == 1 ? "" : "s");
  }
}
