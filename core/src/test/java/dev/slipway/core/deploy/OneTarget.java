package dev.slipway.deployer;

import dev.slipway.core.deploy.CleanUp;
import dev.slipway.core.deploy.Nodes;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.Targets;
import java.util.List;
import java.util.Optional;

/** The one place there is. */
record OneTarget(Target place) implements Targets {
  @Override
  public Optional<Target> find(String name) {
    return name.equals(USUAL) ? Optional.of(place) : Optional.empty();
  }

  @Override
  public List<String> names() {
    return List.of(USUAL);
  }

  @Override
  public Optional<CleanUp> cleanUp(String name) {
    return Optional.empty();
  }

  @Override
  public Optional<Nodes> nodes(String name) {
    return Optional.empty();
  }
}
