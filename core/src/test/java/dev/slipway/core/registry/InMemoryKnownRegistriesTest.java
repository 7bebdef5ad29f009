package dev.slipway.core.registry;

class InMemoryKnownRegistriesTest extends KnownRegistriesContract {
  @Override
  protected KnownRegistries freshRegistries() {
    return new InMemoryKnownRegistries();
  }
}
