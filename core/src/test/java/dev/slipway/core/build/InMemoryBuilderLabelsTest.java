package dev.slipway.core.build;

class InMemoryBuilderLabelsTest extends BuilderLabelsContract {
  @Override
  protected BuildStoreFixture freshStore() {
    return new InMemoryBuildStoreFixture();
  }
}
