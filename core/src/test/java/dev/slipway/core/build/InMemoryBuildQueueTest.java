package dev.slipway.core.build;

class InMemoryBuildQueueTest extends BuildQueueContract {
  @Override
  protected BuildStoreFixture freshStore() {
    return new InMemoryBuildStoreFixture();
  }
}
