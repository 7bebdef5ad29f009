package dev.slipway.core.deploy;

class InMemoryServicesTest extends ServicesContract {
  private final InMemoryServices services = new InMemoryServices(new SettableClock());

  @Override
  protected Services services() {
    return services;
  }
}
