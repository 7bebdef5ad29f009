package dev.slipway.core.deploy;

import java.util.List;
import java.util.Optional;

/** The places where containers may run, as the administrator named them. */
public interface Targets {
  /** The engine beside Slipway, which is always there. */
  String USUAL = "docker";

  Optional<Target> find(String name);

  /** All names, {@link #USUAL} first. */
  List<String> names();

  /** What runs the containers there. */
  Optional<TargetKind> kind(String name);

  /** What gets rid of things there that nobody needs. */
  Optional<CleanUp> cleanUp(String name);

  /** The machines of a cluster; empty for a place that is a single machine. */
  Optional<Nodes> nodes(String name);
}
