package dev.slipway.core.deploy;

class InMemoryRoutesTest extends RoutesContract {
  private final SettableClock clock = new SettableClock();
  private final InMemoryServices services = new InMemoryServices(clock);
  private final InMemoryRoutes routes = new InMemoryRoutes(clock, services);

  @Override
  protected Routes routes() {
    return routes;
  }

  @Override
  protected Services services() {
    return services;
  }

  @Override
  protected DeploymentQueue queue() {
    return services;
  }

  @Override
  protected void letEdgesDie() {
    clock.advance(Routes.EDGE_ALIVE);
  }
}
