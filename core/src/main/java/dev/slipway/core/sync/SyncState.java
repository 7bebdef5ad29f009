package dev.slipway.core.sync;

import dev.slipway.core.build.WorkerId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a run is. Each record holds only what is true in that state; {@link SyncMoves} says how
 * each is left.
 */
public sealed interface SyncState {
  /** Waits for a worker. */
  record Queued() implements SyncState {}

  /**
   * A worker holds the lease. When it dies, the lease runs out and another worker goes on with the
   * next attempt: what was copied is found there.
   */
  record Running(WorkerId worker, int attempt, Instant startedAt) implements SyncState {}

  /** Still running, told to stop; whoever takes over only ends it. */
  record Canceling(WorkerId worker, int attempt, Instant startedAt, String by)
      implements SyncState {}

  /** Everything is as the rule says. */
  record Succeeded(int attempt, Instant startedAt, Instant finishedAt) implements SyncState {}

  /** Some images, or all, are not; the others are. */
  record Failed(int attempt, Instant startedAt, Instant finishedAt, List<Problem> problems)
      implements SyncState {
    public Failed {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Stopped by somebody.
   *
   * @param startedAt null when it never ran
   */
  record Canceled(int attempt, @Nullable Instant startedAt, Instant finishedAt, String by)
      implements SyncState {}

  /** What went wrong with one image, and what to do. */
  record Problem(String message, String hint) {}

  /** Which attempt this is or was; 0 before the first. */
  default int attempt() {
    return switch (this) {
      case Queued() -> 0;
      case Running(_, int attempt, _) -> attempt;
      case Canceling(_, int attempt, _, _) -> attempt;
      case Succeeded(int attempt, _, _) -> attempt;
      case Failed(int attempt, _, _, _) -> attempt;
      case Canceled(int attempt, _, _, _) -> attempt;
    };
  }

  /** Whether nothing will change any more. */
  default boolean ended() {
    return switch (this) {
      case Queued _, Running _, Canceling _ -> false;
      case Succeeded _, Failed _, Canceled _ -> true;
    };
  }

  /** The word for it in the API. */
  default String id() {
    return switch (this) {
      case Queued _ -> "queued";
      case Running _ -> "running";
      case Canceling _ -> "canceling";
      case Succeeded _ -> "succeeded";
      case Failed _ -> "failed";
      case Canceled _ -> "canceled";
    };
  }
}
