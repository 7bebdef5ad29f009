package dev.slipway.core.sync;

import dev.slipway.core.Page;
import dev.slipway.core.build.WorkerId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hands runs to workers under a lease, at most one of each rule at a time, and remembers those that
 * have ended. Safe for concurrent use.
 */
public interface SyncRuns {
  /** How long a lease lasts without {@link #renew}. */
  Duration LEASE = Duration.ofSeconds(30);

  /** How many runs of a rule are remembered; when one ends, the oldest is forgotten. */
  int KEPT = 200;

  /**
   * Wants a rule to be followed; where a run of it has not ended, that one is answered, since it
   * copies whatever is there when it gets to it.
   */
  SyncRun start(SyncRuleId rule, String by);

  /** Takes the next run, or one whose worker lost its lease; its attempt is new. */
  Optional<SyncRun> claim(WorkerId worker, Duration wait) throws InterruptedException;

  /**
   * Ends the leases of a worker that begins or stops, so that nobody waits for them to run out:
   * what it held, it no longer carries out.
   */
  void letGo(WorkerId worker);

  /**
   * Keeps the lease and says how far it is.
   *
   * @return the run, which may have been told to stop; empty when the lease is lost
   */
  Optional<SyncRun> renew(SyncRun held, SyncProgress progress);

  /**
   * Ends a run. One that was told to stop meanwhile can only be canceled.
   *
   * @return the run afterwards; empty, and nothing written, when the lease is lost or it is no
   *     longer as it was seen
   */
  Optional<SyncRun> end(SyncRun held, SyncState ended, SyncProgress progress);

  /**
   * Ends a run that waits, and tells one that runs to stop.
   *
   * @return the run afterwards; empty where there is none, or it has ended
   */
  Optional<SyncRun> cancel(SyncRunId id, String by);

  Optional<SyncRun> find(SyncRunId id);

  /** Runs of one rule, or of all, newest first. */
  Page<SyncRun> list(@Nullable SyncRuleId rule, Page.Request page);
}
