package dev.slipway.core.build;

import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.NewRelease;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Hands queued builds to workers under a lease. The attempt in {@link BuildState.Running} is the
 * fencing token: whoever lost the lease cannot write. Safe for concurrent use.
 */
public interface BuildQueue {
  /** How long a lease lasts without {@link #renew}. */
  Duration LEASE = Duration.ofSeconds(30);

  /**
   * Takes the next build, or one whose worker lost its lease, or one that this same worker held
   * before it was restarted.
   *
   * @param wait for how long to wait for one
   * @return the build, in state {@link BuildState.Running} (or {@link BuildState.Canceling} where
   *     only its end is missing) of this worker, with an attempt that no one had before
   */
  Optional<Build> claim(WorkerId worker, Duration wait) throws InterruptedException;

  /** Keeps the lease of this attempt for another {@link #LEASE}. */
  Lease renew(BuildId id, int attempt);

  /** Records the steps so far; false when the lease is lost. */
  boolean report(BuildId id, int attempt, List<StepReport> steps);

  /**
   * Ends the attempt: moves the build to {@code end}, takes it off the queue, and creates and
   * queues the releases, all in one atomic step. A build that was told to stop meanwhile ends as
   * canceled instead, whatever {@code end} says, and nothing is rolled out. The same call again
   * gets the same answer.
   *
   * @param end an ended state, or {@link BuildState.Queued} to try again after {@code delay}
   * @param releases what to roll out, only with {@link BuildState.Succeeded}
   * @return the deployments that were queued; empty when the lease is lost and nothing was written
   */
  Optional<List<DeploymentId>> finish(
      BuildId id, int attempt, BuildState end, List<NewRelease> releases, Duration delay);

  /** How many builds are ahead of this one; empty when it is not queued. */
  OptionalInt position(BuildId id);

  /** What a worker learns when it renews. */
  enum Lease {
    KEPT,
    /** Kept, and the build is to be stopped. */
    CANCEL,
    LOST
  }
}
