package dev.slipway.core.build;

import dev.slipway.core.build.BuildState.Canceled;
import dev.slipway.core.build.BuildState.Canceling;
import dev.slipway.core.build.BuildState.Failed;
import dev.slipway.core.build.BuildState.Queued;
import dev.slipway.core.build.BuildState.Running;
import dev.slipway.core.build.BuildState.Skipped;
import dev.slipway.core.build.BuildState.Succeeded;
import dev.slipway.core.build.BuildState.Waiting;

/** The one place that knows which moves of a build are legal; drawn in docs/state-machine.md. */
public final class BuildMoves {
  /** Attempts that may fail by our own fault before a build is given up. */
  public static final int MOST_ATTEMPTS = 3;

  private BuildMoves() {}

  /** Whether a build may go from one state to the other in a single step. */
  public static boolean legal(BuildState from, BuildState to) {
    return switch (from) {
      case Waiting _ -> to instanceof Queued || to instanceof Canceled;
      case Queued(int attempts, _) ->
          (to instanceof Running running && running.attempt() == attempts + 1)
              || to instanceof Canceled;
      case Running running -> legalFromRunning(running, to);
      case Canceling canceling ->
          (to instanceof Canceled canceled && canceled.attempt() == canceling.attempt())
              || (to instanceof Canceling taken && taken.attempt() == canceling.attempt() + 1);
      case Succeeded _, Failed _, Canceled _, Skipped _ -> false;
    };
  }

  private static boolean legalFromRunning(Running from, BuildState to) {
    return switch (to) {
      case Running taken -> taken.attempt() == from.attempt() + 1;
      case Queued again -> again.attempts() == from.attempt() && from.attempt() < MOST_ATTEMPTS;
      case Waiting _ -> false;
      case Canceling _, Succeeded _, Failed _, Canceled _, Skipped _ ->
          to.attempt() == from.attempt();
    };
  }
}
