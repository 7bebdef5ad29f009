package dev.slipway.core.deploy;

class InMemoryDeploymentQueueTest extends DeploymentQueueContract {
  private final SettableClock clock = new SettableClock();
  private final InMemoryServices services = new InMemoryServices(clock);

  @Override
  protected Services services() {
    return services;
  }

  @Override
  protected DeploymentQueue queue() {
    return services;
  }

  @Override
  protected DeploymentQueue restarted() {
    return services.restarted();
  }

  @Override
  protected void letLeasesRunOut() {
    clock.advance(DeploymentQueue.LEASE.plusMillis(1));
  }
}
