package dev.slipway.core.retention;

import dev.slipway.core.deploy.SettableClock;

class InMemoryRetentionRunsTest extends RetentionRunsContract {
  private final SettableClock clock = new SettableClock();
  private final RetentionRuns runs = new InMemoryRetentionRuns(clock);

  @Override
  protected RetentionRuns runs() {
    return runs;
  }

  @Override
  protected void letLeasesRunOut() {
    clock.advance(RetentionRuns.LEASE.plusMillis(1));
  }
}
