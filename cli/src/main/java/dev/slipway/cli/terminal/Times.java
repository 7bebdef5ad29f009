package dev.slipway.cli.terminal;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** Times of the API, which are ISO 8601 in UTC, as people like to read them. */
public final class Times {
  private Times() {}

  /** How long ago, in one unit, such as {@code 3m ago}; the text itself where it is no time. */
  public static String ago(String time, Instant now) {
    return parse(time).map(at -> rough(Duration.between(at, now)) + " ago").orElse(time);
  }

  /** How long it took, such as {@code 1.2s}; empty where an end is missing. */
  public static String between(String start, String end) {
    return parse(start)
        .flatMap(from -> parse(end).map(to -> exact(Duration.between(from, to))))
        .orElse("");
  }

  /** How long it has taken so far, such as {@code 1.2s}; empty where it is no time. */
  public static String since(String start, Instant now) {
    return parse(start).map(from -> exact(nonNegative(Duration.between(from, now)))).orElse("");
  }

  /** The server's clock may be ahead of ours. */
  private static Duration nonNegative(Duration span) {
    return span.isNegative() ? Duration.ZERO : span;
  }

  private static Optional<Instant> parse(String time) {
    try {
      return time.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(time));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  /** About how long, in one unit, such as {@code 3m}. */
  public static String rough(Duration span) {
    long seconds = Math.max(0, span.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m";
    }
    return seconds < 2 * 86_400 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
  }

  private static String exact(Duration span) {
    if (span.toMinutes() > 0) {
      return span.toMinutes() + "m " + span.toSecondsPart() + "s";
    }
    return String.format(Locale.ROOT, "%.1fs", span.toMillis() / 1000.0);
  }
}
