package dev.slipway.config.yaml;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations, sizes and fractions of a core as people write them. */
public final class Quantities {
  private static final Pattern DURATION_PART = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Pattern DURATION = Pattern.compile("(?:\\d{1,9}(?:ms|s|m|h|d))+");
  private static final Pattern BYTES = Pattern.compile("(\\d{1,12})([kKmMgG]?)[iI]?[bB]?");
  private static final Pattern CPUS = Pattern.compile("\\d{1,4}(?:\\.\\d{1,3})?");

  private Quantities() {}

  /** {@code 30s}, {@code 1h30m}; also a bare zero. */
  public static Optional<Duration> duration(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    if (!DURATION.matcher(text).matches()) {
      return Optional.empty();
    }
    Duration sum = Duration.ZERO;
    Matcher part = DURATION_PART.matcher(text);
    while (part.find()) {
      sum = sum.plus(Long.parseLong(part.group(1)), unit(part.group(2)));
    }
    return Optional.of(sum);
  }

  private static ChronoUnit unit(String letters) {
    return switch (letters) {
      case "ms" -> ChronoUnit.MILLIS;
      case "s" -> ChronoUnit.SECONDS;
      case "m" -> ChronoUnit.MINUTES;
      case "h" -> ChronoUnit.HOURS;
      default -> ChronoUnit.DAYS;
    };
  }

  /** {@code 768M}: units of 1024, as docker counts them. */
  public static Optional<Long> bytes(String text) {
    Matcher matcher = BYTES.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int shift =
        switch (matcher.group(2)) {
          case "k", "K" -> 10;
          case "m", "M" -> 20;
          case "g", "G" -> 30;
          default -> 0;
        };
    long number = Long.parseLong(matcher.group(1));
    return number > (Long.MAX_VALUE >> shift) ? Optional.empty() : Optional.of(number << shift);
  }

  /** {@code 1.5} cores as 1500 thousandths; more than none. */
  public static Optional<Integer> milliCpus(String text) {
    if (!CPUS.matcher(text).matches()) {
      return Optional.empty();
    }
    int thousandths = new BigDecimal(text).movePointRight(3).intValueExact();
    return thousandths == 0 ? Optional.empty() : Optional.of(thousandths);
  }
}
