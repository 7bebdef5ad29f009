package dev.slipway.deployer;

import dev.slipway.core.deploy.Targets;
import java.time.Clock;

/** Puts a rollout's parts together. */
final class Assembly {
  private final DeployerStore store;
  private final Outside outside;
  private final Time time;
  private final Clock clock;

  Assembly(DeployerStore store, Outside outside, Time time, Clock clock) {
    this.store = store;
    this.outside = outside;
    this.time = time;
    this.clock = clock;
  }

  Rollout rollout(Targets targets) {
    Vitals vitals = new Vitals(time);
    Traffic traffic = new Traffic(store.routes(), time);
    Standby standby = new Standby(store.services());
    HealthGate health = new HealthGate(vitals, outside, time);
    Phases phases =
        new Phases(
            new Preparation(standby, new ReleaseCommandRun(store.logs(), time)),
            standby,
            health,
            new Handover(store.services(), vitals, traffic, standby, time),
            new WatchWindow(store.services(), vitals, health, traffic, time),
            new Brake(store.services(), clock));
    Retreat retreat = new Retreat(store.services(), health, traffic, standby, time);
    return new Rollout(store, targets, phases, retreat);
  }
}
