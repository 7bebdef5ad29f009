package dev.slipway.registrysync.wire;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads from an answer until when its sender wants to be left alone.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">Retry-After</a>
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/">RateLimit
 *     headers</a>
 * @see <a href="https://docs.docker.com/docker-hub/usage/pulls/">Docker Hub's form of them</a>
 */
final class RetryAfter {
  private static final Pattern SECONDS = Pattern.compile("\\s*([0-9]{1,9})(\\s*;.*|\\..*)?\\s*");

  private RetryAfter() {}

  /** What a refusal asks for. */
  static Optional<Instant> ofRefusal(HttpHeaders headers, Instant now) {
    Optional<Instant> asked =
        headers.firstValue("retry-after").flatMap(value -> moment(value, now));
    return asked.or(() -> reset(headers, now));
  }

  /** What a granted request says when it was the last one for now. */
  static Optional<Instant> ofLastGranted(HttpHeaders headers, Instant now) {
    boolean last =
        headers
            .firstValue("ratelimit-remaining")
            .flatMap(RetryAfter::seconds)
            .filter(Duration::isZero)
            .isPresent();
    return last ? reset(headers, now) : Optional.empty();
  }

  private static Optional<Instant> reset(HttpHeaders headers, Instant now) {
    return headers.firstValue("ratelimit-reset").flatMap(RetryAfter::seconds).map(now::plus);
  }

  private static Optional<Instant> moment(String value, Instant now) {
    Optional<Instant> after = seconds(value).map(now::plus);
    if (after.isPresent()) {
      return after;
    }
    try {
      return Optional.of(
          ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> seconds(String value) {
    Matcher matcher = SECONDS.matcher(value);
    return matcher.matches()
        ? Optional.of(Duration.ofSeconds(Long.parseLong(matcher.group(1))))
        : Optional.empty();
  }
}
