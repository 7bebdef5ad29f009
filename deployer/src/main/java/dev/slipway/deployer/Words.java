package dev.slipway.deployer;

import java.time.Duration;
import java.util.Locale;

/** Figures as they stand in sentences for people. */
final class Words {
  private static final Duration IN_MILLISECONDS = Duration.ofSeconds(1);
  private static final Duration IN_SECONDS = Duration.ofMinutes(2);

  private Words() {}

  /** {@code 312 ms}, {@code 4.2 s} or {@code 3 min}. */
  static String of(Duration length) {
    if (length.compareTo(IN_MILLISECONDS) < 0) {
      return length.toMillis() + " ms";
    }
    return length.compareTo(IN_SECONDS) < 0
        ? String.format(Locale.ROOT, "%.1f s", length.toMillis() / 1000.0)
        : length.toMinutes() + " min";
  }

  /** {@code 1 container}, {@code 2 containers}, {@code 1 try}, {@code 3 tries}. */
  static String count(int number, String noun) {
    if (number == 1) {
      return "1 " + noun;
    }
    String plural = noun.endsWith("y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
    return number + " " + plural;
  }
}
