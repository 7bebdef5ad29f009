package dev.slipway.dashboard;

import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Target.Condition;
import java.util.Optional;

/** Looks at running containers. Safe for concurrent use; blocks. */
@FunctionalInterface
public interface ContainerConditions {
  /**
   * How the container is just now; empty when the place where it runs cannot be asked.
   *
   * @param target the name of that place
   */
  Optional<Condition> of(String target, Instance instance);
}
