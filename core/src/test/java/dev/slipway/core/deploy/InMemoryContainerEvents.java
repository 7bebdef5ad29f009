package dev.slipway.core.deploy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What happened to containers in memory, for tests. */
public final class InMemoryContainerEvents implements ContainerEvents {
  private final Set<ContainerEvent> events = new LinkedHashSet<>();

  @Override
  public synchronized void record(ContainerEvent event) {
    events.add(event);
    List<ContainerEvent> kept = newest(event.service());
    events.removeIf(each -> each.service().equals(event.service()) && !kept.contains(each));
  }

  @Override
  public synchronized List<ContainerEvent> newest(ServiceId service) {
    List<ContainerEvent> own = new ArrayList<>(events.stream().toList());
    own.removeIf(event -> !event.service().equals(service));
    own.sort(Comparator.comparing(ContainerEvent::at).reversed());
    return own.stream().limit(KEPT).toList();
  }
}
