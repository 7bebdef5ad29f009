package dev.slipway.server;

import dev.slipway.core.deploy.Targets;
import dev.slipway.deployer.Caretaker;
import dev.slipway.deployer.DeployWorker;
import dev.slipway.deployer.DeployerStore;
import dev.slipway.deployer.EventKeeper;
import java.time.Clock;

/** This process as a deployer. */
final class DeployerRole {
  private static final int ROLLOUTS_AT_A_TIME = 4;

  private DeployerRole() {}

  /** What takes new rollouts; it is the last to start, and the first to stop. */
  static DeployWorker start(Store store, Targets targets, DataDirectory directory, Clock clock)
      throws StartException {
    DeployerStore records =
        new DeployerStore(
            store.deploymentQueue(),
            store.services(),
            store.routes(),
            store.secrets(),
            store.deploymentLogs());
    DeployWorker worker =
        DeployWorker.of(records, targets, directory.worker(), ROLLOUTS_AT_A_TIME, clock);
    worker.start();
    return worker;
  }

  /** What remembers what happens to containers. */
  static EventKeeper keepEvents(Store store, Targets targets) {
    EventKeeper keeper = new EventKeeper(targets, store.containerEvents());
    keeper.start();
    return keeper;
  }

  /** What looks after containers between rollouts. */
  static Caretaker care(Store store, Targets targets, Clock clock) {
    Caretaker caretaker = new Caretaker(store.services(), targets, clock);
    caretaker.start();
    return caretaker;
  }
}
