package dev.slipway.registrysync.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a count grew lately. Safe for concurrent use. */
final class Rate {
  /** Long enough to bridge pauses between blobs, and short enough to notice that nothing moves. */
  private static final Duration LATELY = Duration.ofSeconds(10);

  /** Over less than this, a rate is chance. */
  private static final Duration AT_LEAST = Duration.ofSeconds(1);

  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(Instant at, long count) {}

  /** What it grew by in a second, now that it is at this count; 0 when that is not known yet. */
  synchronized long perSecond(Instant now, long count) {
    samples.addLast(new Sample(now, count));
    // The last one that is older stays: it is where the time begins.
    while (samples.size() > 2 && !youngerThan(LATELY, second(), now)) {
      samples.removeFirst();
    }
    Sample first = samples.getFirst();
    Duration span = Duration.between(first.at(), now);
    return span.compareTo(AT_LEAST) < 0
        ? 0
        : Math.max(0, (count - first.count()) * 1000 / span.toMillis());
  }

  private Sample second() {
    return samples.stream().skip(1).findFirst().orElseThrow();
  }

  private static boolean youngerThan(Duration age, Sample sample, Instant now) {
    return sample.at().isAfter(now.minus(age));
  }
}
