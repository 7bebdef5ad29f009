package dev.slipway.core.build;

import dev.slipway.core.sync.SyncRule;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a build is. Each record holds only what is true in that state; {@link BuildMoves} says
 * how each is left, and what happens when the process that holds it dies.
 */
public sealed interface BuildState {
  /** Needs a person's yes before it may run. */
  record Waiting(String forApproval) implements BuildState {}

  /**
   * In the queue.
   *
   * @param attempts how many were made already and failed by our own fault
   * @param because what went wrong in the last of them, or who approved the first; else empty
   */
  record Queued(int attempts, String because) implements BuildState {
    public static final Queued FIRST = new Queued(0, "");
  }

  /**
   * A worker holds the lease. When the worker dies, the lease runs out and another worker takes
   * over with the next attempt; the attempt is the fencing token of every write.
   */
  record Running(WorkerId worker, int attempt, Instant startedAt) implements BuildState {}

  /**
   * Still running, told to stop. When the worker dies meanwhile, whoever takes over only ends it.
   */
  record Canceling(WorkerId worker, int attempt, Instant startedAt, String by, String because)
      implements BuildState {}

  /**
   * All of it is done.
   *
   * @param copies of what was pushed that are to be in other registries, each as a rule of its own
   *     that is followed once
   */
  record Succeeded(
      int attempt,
      Instant startedAt,
      Instant finishedAt,
      List<BuiltImage> images,
      List<SyncRule> copies)
      implements BuildState {
    public Succeeded {
      images = List.copyOf(images);
      // Builds that are remembered from before there were any say nothing of them.
      copies = copies == null ? List.of() : List.copyOf(copies);
    }

    /** One whose images stay where they are. */
    public Succeeded(int attempt, Instant startedAt, Instant finishedAt, List<BuiltImage> images) {
      this(attempt, startedAt, finishedAt, images, List.of());
    }
  }

  record Failed(int attempt, Instant startedAt, Instant finishedAt, Failure failure)
      implements BuildState {}

  /**
   * Stopped by somebody or superseded by a newer push; {@code startedAt} is null when it never ran.
   */
  record Canceled(
      int attempt, @Nullable Instant startedAt, Instant finishedAt, String by, String because)
      implements BuildState {}

  /** The pipeline file at the built commit said that there is nothing to do. */
  record Skipped(int attempt, Instant startedAt, Instant finishedAt, String reason)
      implements BuildState {}

  /** The word for it in API and pages. */
  default Status status() {
    return switch (this) {
      case Waiting _ -> Status.WAITING;
      case Queued _ -> Status.QUEUED;
      case Running _, Canceling _ -> Status.RUNNING;
      case Succeeded _ -> Status.SUCCEEDED;
      case Failed _ -> Status.FAILED;
      case Canceled _ -> Status.CANCELED;
      case Skipped _ -> Status.SKIPPED;
    };
  }

  /** Which attempt this is or was; 0 before the first. */
  default int attempt() {
    return switch (this) {
      case Waiting _ -> 0;
      case Queued(int attempts, _) -> attempts;
      case Running(_, int attempt, _) -> attempt;
      case Canceling(_, int attempt, _, _, _) -> attempt;
      case Succeeded(int attempt, _, _, _, _) -> attempt;
      case Failed(int attempt, _, _, _) -> attempt;
      case Canceled(int attempt, _, _, _, _) -> attempt;
      case Skipped(int attempt, _, _, _) -> attempt;
    };
  }

  /** Whether nothing will change any more. */
  default boolean ended() {
    return switch (this) {
      case Waiting _, Queued _, Running _, Canceling _ -> false;
      case Succeeded _, Failed _, Canceled _, Skipped _ -> true;
    };
  }

  /** The states as the outside world names them. */
  enum Status {
    WAITING,
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELED,
    SKIPPED;

    /** How the API writes it. */
    public String id() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
