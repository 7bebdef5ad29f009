package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.build.WorkerId;
import dev.slipway.core.event.Event;
import dev.slipway.core.sync.SyncProgress;
import dev.slipway.core.sync.SyncRuleId;
import dev.slipway.core.sync.SyncRun;
import dev.slipway.core.sync.SyncRuns;
import dev.slipway.core.sync.SyncRunsContract;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisSyncRunsIT extends SyncRunsContract {
  @RegisterExtension static final RealRedis REAL = new RealRedis();

  @Override
  protected SyncRuns runs() {
    return new RedisSyncRuns(REAL.redis(), Clock.systemUTC());
  }

  @Override
  protected void letLeasesRunOut() {
    List<String> open =
        REAL.redis().call(commands -> commands.zrange(Key.SYNC_OPEN.toString(), 0, -1));
    for (String id : open) {
      var _ =
          REAL.redis().<Boolean>call(commands -> commands.hset(Key.SYNC_RUN.of(id), "lease", "1"));
    }
  }

  @Test
  void progressIsToldOnceForEachChange() throws Exception {
    SyncRuns runs = runs();
    SyncRun started = runs.start(new SyncRuleId("told"), "ada");
    SyncRun held = runs.claim(new WorkerId("teller"), Duration.ZERO).orElseThrow();
    int before = told(started).size();
    SyncProgress half = new SyncProgress(2, 1, 100, 50, 0, List.of());
    assertThat(runs.renew(held, half)).isPresent();
    assertThat(runs.renew(held, half)).isPresent();
    assertThat(told(started)).hasSize(before + 1).endsWith("running");
  }

  private static List<String> told(SyncRun run) {
    return new RedisEvents(REAL.redis())
        .after("0-0", 10_000).stream()
            .filter(event -> event.subject().equals(run.id().value()))
            .map(Event::status)
            .toList();
  }
}
