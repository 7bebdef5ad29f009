package dev.slipway.server;

import dev.slipway.core.deploy.Target;
import dev.slipway.deployer.DeployWorker;

/** This process as a deployer. */
final class DeployerRole {
  private static final int ROLLOUTS_AT_A_TIME = 4;

  private DeployerRole() {}

  static DeployWorker start(Store store, Target target, DataDirectory directory)
      throws StartException {
    DeployWorker worker =
        DeployWorker.of(
            store.deploymentQueue(),
            store.services(),
            store.routes(),
            target,
            directory.worker(),
            ROLLOUTS_AT_A_TIME);
    worker.start();
    return worker;
  }
}
