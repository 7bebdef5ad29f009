package dev.slipway.dashboard.api;

import dev.slipway.core.InvalidValueException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ages as people say them: {@code 30d}, {@code 12h}, {@code 90m}. */
final class Ages {
  private static final Pattern AGE = Pattern.compile("(\\d{1,5})([dhm])");
  private static final long MINUTES_OF_HOUR = 60;
  private static final long MINUTES_OF_DAY = 24 * MINUTES_OF_HOUR;

  private Ages() {}

  /** Empty is no age at all. */
  static Duration parse(String text) {
    if (text.isEmpty()) {
      return Duration.ZERO;
    }
    Matcher age = AGE.matcher(text);
    if (!age.matches()) {
      throw new InvalidValueException("\"" + text + "\" is no age; write one such as 30d or 12h");
    }
    long number = Long.parseLong(age.group(1));
    return Duration.ofMinutes(
        switch (age.group(2)) {
          case "d" -> number * MINUTES_OF_DAY;
          case "h" -> number * MINUTES_OF_HOUR;
          default -> number;
        });
  }

  static String text(Duration age) {
    long minutes = age.toMinutes();
    if (minutes == 0) {
      return "";
    } else if (minutes % MINUTES_OF_DAY == 0) {
      return minutes / MINUTES_OF_DAY + "d";
    } else if (minutes % MINUTES_OF_HOUR == 0) {
      return minutes / MINUTES_OF_HOUR + "h";
    }
    return minutes + "m";
  }
}
