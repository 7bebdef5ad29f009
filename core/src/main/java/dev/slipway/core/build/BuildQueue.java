package dev.slipway.core.build;

import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.NewRelease;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Hands queued builds to workers under a lease. Repositories take turns; within one, builds that a
 * person asked for come first, pull requests last, and otherwise the oldest. A worker gets only
 * builds of repositories whose labels it has, also from a worker that was lost. The attempt in
 * {@link BuildState.Running} is the fencing token: whoever lost the lease cannot write. Safe for
 * concurrent use.
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

  /**
   * Asks for the place of a concurrency group, which one running build of the repository has at a
   * time; it is given back when the attempt ends. The same call again gets the same answer.
   *
   * @param cancelOlder whether an older build that has the place is told to stop
   * @return {@link GroupPlace.Taken} at most until that build has ended: ask again then
   */
  GroupPlace enter(BuildId id, int attempt, String group, boolean cancelOlder);

  /** Where a build stands in the queue; empty when it is not queued, or waits to be tried again. */
  Optional<QueuePlace> place(BuildId id);

  /** Who waits for what, all read at once. */
  QueueSnapshot snapshot();

  /** Whether a build may go on in its concurrency group. */
  sealed interface GroupPlace {
    /** It may, until it ends. */
    record Entered() implements GroupPlace {}

    /**
     * Another build has the place.
     *
     * @param number of that build
     * @param newer whether it is of something newer
     */
    record Taken(long number, boolean newer) implements GroupPlace {}

    /** The attempt has lost its lease. */
    record Lost() implements GroupPlace {}
  }

  /** What a worker learns when it renews. */
  enum Lease {
    KEPT,
    /** Kept, and the build is to be stopped. */
    CANCEL,
    LOST
  }
}
