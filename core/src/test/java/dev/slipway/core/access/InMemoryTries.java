package dev.slipway.core.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Tries in memory, for tests. */
public final class InMemoryTries implements Tries {
  private final Clock clock;
  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<String, Instant> ends = new HashMap<>();

  public InMemoryTries(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized Duration take(List<Allowance> allowances) {
    Instant now = clock.instant();
    Duration longest = Duration.ZERO;
    for (Allowance each : allowances) {
      if (!ends.getOrDefault(each.subject(), Instant.MIN).isAfter(now)) {
        forget(each.subject());
      }
      if (counts.getOrDefault(each.subject(), 0) >= each.most()) {
        Duration left = Duration.between(now, Objects.requireNonNull(ends.get(each.subject())));
        longest = left.compareTo(longest) > 0 ? left : longest;
      }
    }
    if (longest.isZero()) {
      for (Allowance each : allowances) {
        counts.merge(each.subject(), 1, Integer::sum);
        ends.putIfAbsent(each.subject(), now.plus(each.within()));
      }
    }
    return longest;
  }

  @Override
  public synchronized void forget(String subject) {
    counts.remove(subject);
    ends.remove(subject);
  }
}
