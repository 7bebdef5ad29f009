package dev.slipway.core.registry;

class InMemoryPushLeasesTest extends PushLeasesContract {
  private final InMemoryPushLeases leases = new InMemoryPushLeases();

  @Override
  protected PushLeases leases() {
    return leases;
  }

  @Override
  protected void letLeasesRunOut() {
    leases.runOut();
  }
}
