package dev.slipway.store;

import dev.slipway.core.retention.RetentionRuns;
import dev.slipway.core.retention.RetentionRunsContract;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisRetentionRunsIT extends RetentionRunsContract {
  @RegisterExtension static final RealRedis REAL = new RealRedis();

  @Override
  protected RetentionRuns runs() {
    return new RedisRetentionRuns(REAL.redis(), Clock.systemUTC());
  }

  @Override
  protected void letLeasesRunOut() {
    List<String> open =
        REAL.redis().call(commands -> commands.zrange(Key.RETENTION_OPEN.toString(), 0, -1));
    for (String id : open) {
      var _ =
          REAL.redis()
              .<Boolean>call(commands -> commands.hset(Key.RETENTION_RUN.of(id), "lease", "1"));
    }
  }
}
