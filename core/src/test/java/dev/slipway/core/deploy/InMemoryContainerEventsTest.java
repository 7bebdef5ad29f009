package dev.slipway.core.deploy;

class InMemoryContainerEventsTest extends ContainerEventsContract {
  private final InMemoryContainerEvents events = new InMemoryContainerEvents();

  @Override
  protected ContainerEvents events() {
    return events;
  }
}
