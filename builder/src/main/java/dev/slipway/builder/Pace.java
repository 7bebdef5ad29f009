package dev.slipway.builder;

import dev.slipway.core.build.BuildQueue;
import java.time.Duration;

/**
 * How often and how long.
 *
 * @param beat from one renewal of the lease to the next; also how late a cancel is noticed at most
 * @param lease after how long without a renewal the lease counts as lost
 * @param ending how long canceled work may take to stop before it is left to itself
 * @param retry from one try to write an end to the next
 */
record Pace(Duration beat, Duration lease, Duration ending, Duration retry) {
  /** A third of the lease would keep it; a tenth lets a cancel take effect within seconds. */
  static final Pace DEFAULT =
      new Pace(
          BuildQueue.LEASE.dividedBy(10),
          BuildQueue.LEASE,
          Duration.ofSeconds(4),
          Duration.ofMillis(500));
}
