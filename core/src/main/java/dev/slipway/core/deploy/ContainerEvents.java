package dev.slipway.core.deploy;

import java.util.List;

/** Remembers what happened to containers. Safe for concurrent use. */
public interface ContainerEvents {
  /** How many of each service are kept, the newest. */
  int KEPT = 200;

  /** Remembers it; what is told twice, by two that follow the same engine, happened once. */
  void record(ContainerEvent event);

  /** Those of a service, newest first. */
  List<ContainerEvent> newest(ServiceId service);
}
