package dev.slipway.core.build;

class InMemoryBuildsTest extends BuildsContract {
  @Override
  protected BuildStoreFixture freshStore() {
    return new InMemoryBuildStoreFixture();
  }
}
