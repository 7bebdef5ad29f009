package dev.slipway.core.event;

import dev.slipway.core.build.BuildStoreFixture;
import dev.slipway.core.build.InMemoryBuildStoreFixture;

class InMemoryEventsTest extends EventsContract {
  @Override
  protected BuildStoreFixture freshStore() {
    return new InMemoryBuildStoreFixture();
  }
}
