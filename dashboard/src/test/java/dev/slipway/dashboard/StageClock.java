package dev.slipway.dashboard;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that runs behind the real one by as much as a test wants. Safe for concurrent use. */
final class StageClock extends Clock {
  private final AtomicReference<Duration> behind = new AtomicReference<>(Duration.ZERO);

  /** From now on it is that much earlier than it really is. */
  void setBehind(Duration duration) {
    behind.set(duration);
  }

  /** Time passes, without anybody waiting. */
  void advance(Duration by) {
    behind.updateAndGet(duration -> duration.minus(by));
  }

  @Override
  public Instant instant() {
    return Instant.now().minus(behind.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("tests use UTC only");
  }
}
