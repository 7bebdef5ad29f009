package dev.slipway.webhook.report;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to leave a forge alone. An outage has ended for at most {@link #LONGEST} before it is
 * noticed, which leaves as long again to tell everything within the minute that is promised.
 */
final class Backoff {
  static final Duration LONGEST = Duration.ofSeconds(30);

  /** What GitHub asks for where it limits without saying for how long. */
  static final Duration UNSAID_LIMIT = Duration.ofMinutes(1);

  /** GitHub's windows are an hour; who asks for more is not believed. */
  static final Duration LONGEST_LIMIT = Duration.ofHours(1);

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private final RandomGenerator random;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Until the next try of something that failed: a second, doubled with each failure, of which up
   * to a half is left to chance.
   *
   * @param failures before this one
   * @param asked what the forge asked for
   */
  Duration afterFailure(int failures, @Nullable Duration asked) {
    Duration doubled = SHORTEST.multipliedBy(1L << Math.min(failures, 5));
    Duration most = shorter(doubled, LONGEST);
    Duration some = most.minus(most.dividedBy(2).multipliedBy(random.nextInt(101)).dividedBy(100));
    return asked == null ? some : shorter(longer(some, asked), LONGEST);
  }

  /** Until a limited account may ask again; never less than the forge asked for. */
  Duration afterLimit(@Nullable Duration asked) {
    Duration wait = asked == null ? UNSAID_LIMIT : longer(asked, SHORTEST);
    return shorter(wait, LONGEST_LIMIT);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
