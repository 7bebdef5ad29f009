package dev.slipway.core.log;

import dev.slipway.core.build.BuildStoreFixture;
import dev.slipway.core.build.InMemoryBuildStoreFixture;

class InMemoryLogsTest extends LogsContract {
  @Override
  protected BuildStoreFixture freshStore() {
    return new InMemoryBuildStoreFixture();
  }
}
