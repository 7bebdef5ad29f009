package dev.slipway.store;

import dev.slipway.core.build.BuildStoreFixture;
import dev.slipway.core.build.BuilderLabelsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisBuilderLabelsIT extends BuilderLabelsContract {
  @RegisterExtension static final RealRedis REAL = new RealRedis();

  @Override
  protected BuildStoreFixture freshStore() {
    return new RedisBuildStoreFixture(REAL.redis());
  }
}
