package dev.slipway.core.sync;

import dev.slipway.core.sync.SyncState.Canceled;
import dev.slipway.core.sync.SyncState.Canceling;
import dev.slipway.core.sync.SyncState.Failed;
import dev.slipway.core.sync.SyncState.Queued;
import dev.slipway.core.sync.SyncState.Running;
import dev.slipway.core.sync.SyncState.Succeeded;

/** The one place that knows which moves of a run are legal. */
public final class SyncMoves {
  private SyncMoves() {}

  /** Whether a run may go from one state to the other in a single step. */
  public static boolean legal(SyncState from, SyncState to) {
    return switch (from) {
      case Queued() ->
          (to instanceof Running running && running.attempt() == 1)
              || (to instanceof Canceled canceled && canceled.attempt() == 0);
      case Running running ->
          switch (to) {
            case Running taken -> taken.attempt() == running.attempt() + 1;
            case Canceling _, Succeeded _, Failed _ -> to.attempt() == running.attempt();
            case Queued _, Canceled _ -> false;
          };
      case Canceling canceling ->
          switch (to) {
            case Canceling taken -> taken.attempt() == canceling.attempt() + 1;
            case Canceled _ -> to.attempt() == canceling.attempt();
            case Queued _, Running _, Succeeded _, Failed _ -> false;
          };
      case Succeeded _, Failed _, Canceled _ -> false;
    };
  }
}
