package dev.slipway.store;

import dev.slipway.core.build.BuildStoreFixture;
import dev.slipway.core.event.EventsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisEventsIT extends EventsContract {
  @RegisterExtension static final RealRedis REAL = new RealRedis();

  @Override
  protected BuildStoreFixture freshStore() {
    return new RedisBuildStoreFixture(REAL.redis());
  }
}
