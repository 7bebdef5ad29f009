package dev.slipway.builder.dockerfile;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads lengths of time such as {@code 1m30s}.
 *
 * @see <a href="https://pkg.go.dev/time#ParseDuration">the notation</a>
 */
final class Durations {
  private static final Pattern PART =
      Pattern.compile("([0-9]*\\.?[0-9]+|[0-9]+\\.)(ns|us|µs|μs|ms|s|m|h)");
  private static final long SHORTEST = 1_000_000;

  private Durations() {}

  /** In nanoseconds; 0 where the flag is not given. */
  static long flag(Map<String, List<String>> flags, String name) {
    List<String> values = flags.get(name);
    if (values == null || values.getLast().isEmpty()) {
      return 0;
    }
    long nanos = nanos(values.getLast());
    if (nanos != 0 && nanos < SHORTEST) {
      throw new IllegalArgumentException("Interval \"" + name + "\" cannot be less than 1ms");
    }
    return nanos;
  }

  static long nanos(String text) {
    boolean negative = text.startsWith("-");
    String plain = negative || text.startsWith("+") ? text.substring(1) : text;
    if (plain.equals("0")) {
      return 0;
    }
    BigDecimal sum = BigDecimal.ZERO;
    Matcher part = PART.matcher(plain);
    int at = 0;
    while (at < plain.length() && part.find(at) && part.start() == at) {
      sum = sum.add(new BigDecimal(part.group(1)).multiply(unit(part.group(2))));
      at = part.end();
    }
    if (plain.isEmpty() || at < plain.length()) {
      throw new IllegalArgumentException("time: invalid duration \"" + text + "\"");
    }
    long nanos = sum.longValue();
    return negative ? -nanos : nanos;
  }

  private static BigDecimal unit(String name) {
    return BigDecimal.valueOf(
        switch (name) {
          case "ns" -> 1L;
          case "us", "µs", "μs" -> 1_000L;
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "m" -> 60_000_000_000L;
          default -> 3_600_000_000_000L;
        });
  }
}
