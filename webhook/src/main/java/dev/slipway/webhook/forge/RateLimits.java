package dev.slipway.webhook.forge;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads from an answer that there were too many requests, and how long to wait. GitHub says it with
 * 403 or 429, see <a
 * href="https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api">its
 * rules</a>; the others with 429.
 */
final class RateLimits {
  private static final Duration UNKNOWN = Duration.ofMinutes(1);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofHours(2);
  private static final List<String> RESETS = List.of("X-RateLimit-Reset", "RateLimit-Reset");

  private RateLimits() {}

  /** Empty when the answer is about something else. */
  static Optional<Duration> pauseAfter(Answer answer, Clock clock) {
    return limited(answer) ? Optional.of(within(asked(answer, clock))) : Optional.empty();
  }

  private static boolean limited(Answer answer) {
    if (answer.status() == 429) {
      return true;
    }
    if (answer.status() != 403) {
      return false;
    }
    String body = answer.body().toLowerCase(Locale.ROOT);
    return answer.header("Retry-After").isPresent()
        || answer.header("X-RateLimit-Remaining").filter("0"::equals).isPresent()
        || body.contains("secondary rate limit")
        || body.contains("abuse detection");
  }

  private static Duration asked(Answer answer, Clock clock) {
    Optional<Duration> explicit = retryAfter(answer, clock);
    if (explicit.isPresent()) {
      return explicit.get();
    }
    return RESETS.stream()
        .flatMap(name -> answer.header(name).stream())
        .flatMap(value -> number(value).stream())
        .map(second -> Duration.between(clock.instant(), Instant.ofEpochSecond(second)))
        .findFirst()
        .orElse(UNKNOWN);
  }

  /** How long {@code Retry-After} asks for: seconds or a date. */
  static Optional<Duration> retryAfter(Answer answer, Clock clock) {
    Optional<String> header = answer.header("Retry-After");
    if (header.isEmpty()) {
      return Optional.empty();
    }
    Optional<Duration> seconds = number(header.get()).map(Duration::ofSeconds);
    return seconds.isPresent() ? seconds : date(header.get(), clock);
  }

  private static Optional<Duration> date(String value, Clock clock) {
    try {
      ZonedDateTime when = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Optional.of(Duration.between(clock.instant(), when.toInstant()));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Optional<Long> number(String value) {
    boolean digits = value.length() <= 12 && value.chars().allMatch(Character::isDigit);
    return digits ? Optional.of(Long.parseLong(value)) : Optional.empty();
  }

  private static Duration within(Duration asked) {
    if (asked.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
  }
}
