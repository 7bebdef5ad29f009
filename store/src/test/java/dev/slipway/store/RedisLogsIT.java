package dev.slipway.store;

import dev.slipway.core.build.BuildStoreFixture;
import dev.slipway.core.log.LogsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisLogsIT extends LogsContract {
  @RegisterExtension static final RealRedis REAL = new RealRedis();

  @Override
  protected BuildStoreFixture freshStore() {
    return new RedisBuildStoreFixture(REAL.redis());
  }
}
