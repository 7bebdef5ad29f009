package dev.slipway.registrysync.sync;

import dev.slipway.core.registry.PushGate;
import dev.slipway.core.registry.PushGate.Held;
import dev.slipway.core.sync.SyncRule;
import dev.slipway.registrysync.oci.RepositoryName;

/**
 * The registry that Slipway itself may be cleaning: runs that copy to it wait for that, as builds
 * do.
 *
 * @param host {@code HOST[:PORT]}
 * @param gate by which pushes go there
 */
public record OwnRegistry(String host, PushGate gate) {
  private static final PushGate OPEN = PushGate.alwaysOpen();

  /** Where no registry is cleaned. */
  static final OwnRegistry NONE = new OwnRegistry("", OPEN);

  /** Waits until the run may begin; closing the result ends it. */
  Held enter(SyncRule rule, RunProgress progress) throws InterruptedException {
    boolean own = RepositoryName.parse(rule.to()).registry().equals(host);
    return (own ? gate : OPEN)
        .enter(
            new PushGate.Waiter() {
              @Override
              public void goOn() {
                // Whoever stops a run interrupts it.
              }

              @Override
              public void waits() {
                progress.warning("it had to wait, since the registry was being cleaned");
              }
            });
  }
}
