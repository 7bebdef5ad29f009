package dev.slipway.config.yaml;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers, durations, sizes and fractions of a core as people write them. */
public final class Quantities {
  public static final String DURATION_FORM = "0|(?:[0-9]{1,9}(?:ms|s|m|h|d))+";
  public static final String SIZE_FORM = "([0-9]{1,12})([kKmMgG]?)[iI]?[bB]?";
  public static final String CPUS_FORM = "[0-9]{1,4}(?:\\.[0-9]{1,3})?";

  /** Longer ones are nobody's intention, and would not fit into a count of nanoseconds. */
  public static final Duration LONGEST = Duration.ofDays(366);

  /** More than any quantity needs; keeps the patterns from running over whole files. */
  private static final int MOST_CHARACTERS = 40;

  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,9}");
  private static final Pattern DURATION_PART = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final Pattern DURATION = Pattern.compile(DURATION_FORM);
  private static final Pattern BYTES = Pattern.compile(SIZE_FORM);
  private static final Pattern CPUS = Pattern.compile(CPUS_FORM);

  private Quantities() {}

  /** A whole number of at most nine digits. */
  public static Optional<Integer> whole(String text) {
    return WHOLE.matcher(text).matches() ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }

  /** {@code 30s}, {@code 1h30m}; also a bare zero; at most {@link #LONGEST}. */
  public static Optional<Duration> duration(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    if (text.length() > MOST_CHARACTERS || !DURATION.matcher(text).matches()) {
      return Optional.empty();
    }
    Duration sum = Duration.ZERO;
    Matcher part = DURATION_PART.matcher(text);
    while (part.find()) {
      sum = sum.plus(Long.parseLong(part.group(1)), unit(part.group(2)));
    }
    return Optional.of(sum).filter(duration -> duration.compareTo(LONGEST) <= 0);
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
    int thousandths =
        new BigDecimal(text).movePointRight(3).setScale(0, RoundingMode.UNNECESSARY).intValue();
    return thousandths == 0 ? Optional.empty() : Optional.of(thousandths);
  }
}
