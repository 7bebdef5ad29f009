package dev.slipway.server;

import dev.slipway.core.deploy.Target;
import dev.slipway.deployer.target.docker.Labels;
import dev.slipway.deployer.target.docker.PullLogins;
import dev.slipway.deployer.target.docker.Reach;
import dev.slipway.deployer.target.swarm.OneNodeSwarm;
import dev.slipway.deployer.target.swarm.SwarmTarget;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

class BadReleasesOnSwarmIT extends BadReleasesContract {
  private final Target target =
      new SwarmTarget(images.engine, Reach.LOCAL, installation, null, PullLogins.NONE);
  private @Nullable OneNodeSwarm swarm;

  @Override
  Target target() {
    return target;
  }

  @Override
  void prepareThePlace() {
    swarm = new OneNodeSwarm(images.docker());
  }

  @Override
  void clearThePlace() {
    OneNodeSwarm opened = Objects.requireNonNull(swarm);
    opened.removeServices(Labels.INSTANCE, installation);
    opened.close();
  }
}
