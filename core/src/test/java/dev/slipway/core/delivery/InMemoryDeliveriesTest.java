package dev.slipway.core.delivery;

import dev.slipway.core.build.BuildStoreFixture;
import dev.slipway.core.build.InMemoryBuildStoreFixture;

class InMemoryDeliveriesTest extends DeliveriesContract {
  @Override
  protected BuildStoreFixture freshStore() {
    return new InMemoryBuildStoreFixture();
  }
}
