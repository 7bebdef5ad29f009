package dev.slipway.core.retention;

import dev.slipway.core.build.WorkerId;
import java.time.Instant;

/** How far a run is. Each record holds only what is true in that state. */
public sealed interface RetentionState {
  /** Waits for a worker; left by {@link RetentionRuns#claim}. */
  record Queued() implements RetentionState {}

  /**
   * A worker holds the lease. When it dies, the lease runs out and another worker begins anew with
   * the next attempt: what was removed is not there any more.
   */
  record Running(WorkerId worker, int attempt, Instant startedAt) implements RetentionState {}

  /** Nothing will change any more. */
  record Ended(int attempt, Instant startedAt, Instant finishedAt, RetentionResult result)
      implements RetentionState {}

  /** Which attempt this is or was; 0 before the first. */
  default int attempt() {
    return switch (this) {
      case Queued() -> 0;
      case Running(_, int attempt, _) -> attempt;
      case Ended(int attempt, _, _, _) -> attempt;
    };
  }

  /** The word for it in the API. */
  default String id() {
    return switch (this) {
      case Queued() -> "queued";
      case Running _ -> "running";
      case Ended ended -> ended.result().problems().isEmpty() ? "succeeded" : "failed";
    };
  }
}
