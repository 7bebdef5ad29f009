package dev.slipway.core.retention;

import dev.slipway.core.Page;
import dev.slipway.core.build.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Hands runs to workers under a lease, one at a time, and remembers the newest that have ended.
 * Safe for concurrent use.
 */
public interface RetentionRuns {
  /** How long a lease lasts without {@link #renew}. */
  Duration LEASE = Duration.ofSeconds(30);

  /** How many are remembered. */
  int MOST = 200;

  /** Wants rules to be carried out; one of the same scope that still waits is answered. */
  RetentionRun start(String scope, String by);

  /** Takes the next run, or the one whose worker lost its lease; its attempt is new. */
  Optional<RetentionRun> claim(WorkerId worker, Duration wait) throws InterruptedException;

  /** Keeps the lease; false when it is lost. */
  boolean renew(RetentionRun held);

  /**
   * Ends a run.
   *
   * @return false, and nothing written, when the lease is lost
   */
  boolean end(RetentionRun held, Instant finishedAt, RetentionResult result);

  Optional<RetentionRun> find(String id);

  /** Newest first. */
  Page<RetentionRun> list(Page.Request page);

  /** When a run of this scope was last wanted; empty where none ever was. */
  Optional<Instant> lastWanted(String scope);
}
