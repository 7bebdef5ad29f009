package dev.slipway.builder.image;

import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.registry.PushGate;
import dev.slipway.core.registry.PushGate.Held;
import java.util.concurrent.CancellationException;

/** Has a build wait with its push while the registry is being cleaned, and say so in its log. */
public final class PushTurn {
  private static final String STEP = "push";

  private PushTurn() {}

  /**
   * Waits until pushes are let in; closing the result ends the push.
   *
   * @throws CancellationException when the build is told to stop meanwhile
   */
  public static Held take(PushGate gate, BuildProgress progress, Cancellation cancellation) {
    try {
      return gate.enter(
          new PushGate.Waiter() {
            @Override
            public void goOn() {
              cancellation.check();
            }

            @Override
            public void waits() {
              progress.line(STEP, "The registry is being cleaned, waiting");
            }
          });
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for the registry");
    }
  }
}
