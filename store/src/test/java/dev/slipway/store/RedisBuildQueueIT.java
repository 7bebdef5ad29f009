package dev.slipway.store;

import dev.slipway.core.build.BuildQueueContract;
import dev.slipway.core.build.BuildStoreFixture;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisBuildQueueIT extends BuildQueueContract {
  @RegisterExtension static final RealRedis REAL = new RealRedis();

  @Override
  protected BuildStoreFixture freshStore() {
    return new RedisBuildStoreFixture(REAL.redis());
  }
}
