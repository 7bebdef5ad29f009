package dev.slipway.server;

import dev.slipway.core.deploy.Target;
import dev.slipway.deployer.target.docker.DockerTarget;
import dev.slipway.deployer.target.docker.PullLogins;

class BadReleasesOnDockerIT extends BadReleasesContract {
  private final Target target = new DockerTarget(images.engine, installation, PullLogins.NONE);

  @Override
  Target target() {
    return target;
  }

  @Override
  void clearThePlace() {
    images.removeContainers(installation);
  }
}
