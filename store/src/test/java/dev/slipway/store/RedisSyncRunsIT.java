package dev.slipway.store;

import dev.slipway.core.sync.SyncRuns;
import dev.slipway.core.sync.SyncRunsContract;
import java.time.Clock;
import java.util.List;
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
}
