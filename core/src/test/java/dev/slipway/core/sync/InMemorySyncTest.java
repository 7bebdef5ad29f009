package dev.slipway.core.sync;

import dev.slipway.core.deploy.SettableClock;
import org.junit.jupiter.api.Nested;

/** The fakes do what the real stores do. */
class InMemorySyncTest {
  @Nested
  class Rules extends SyncRulesContract {
    private final SyncRules rules = new InMemorySyncRules();

    @Override
    protected SyncRules rules() {
      return rules;
    }
  }

  @Nested
  class Mirrored extends MirroredImagesContract {
    @Override
    protected MirroredImages empty() {
      return new InMemoryMirroredImages();
    }
  }

  @Nested
  class Runs extends SyncRunsContract {
    private final SettableClock clock = new SettableClock();
    private final SyncRuns runs = new InMemorySyncRuns(clock);

    @Override
    protected SyncRuns runs() {
      return runs;
    }

    @Override
    protected void letLeasesRunOut() {
      clock.advance(SyncRuns.LEASE.plusMillis(1));
    }
  }
}
