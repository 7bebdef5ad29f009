package dev.slipway.server;

import dev.slipway.deployer.DeployWorker;
import dev.slipway.deployer.target.docker.DockerTarget;
import dev.slipway.deployer.target.docker.Engine;
import java.io.IOException;

/** This process as a deployer. */
final class DeployerRole implements AutoCloseable {
  private static final int ROLLOUTS_AT_A_TIME = 4;

  private final Engine engine;
  private final DeployWorker worker;

  private DeployerRole(Engine engine, DeployWorker worker) {
    this.engine = engine;
    this.worker = worker;
  }

  static DeployerRole start(Store store, DataDirectory directory) throws StartException {
    Engine engine = Engine.fromEnvironment();
    DockerTarget target = new DockerTarget(engine, directory.installation(), null);
    DeployWorker worker =
        DeployWorker.of(
            store.deploymentQueue(),
            store.services(),
            store.routes(),
            target,
            directory.worker(),
            ROLLOUTS_AT_A_TIME);
    worker.start();
    return new DeployerRole(engine, worker);
  }

  @Override
  public void close() throws IOException {
    worker.close();
    engine.close();
  }
}
