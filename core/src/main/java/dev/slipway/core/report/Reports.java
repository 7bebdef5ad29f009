package dev.slipway.core.report;

import dev.slipway.core.account.AccountId;
import dev.slipway.core.source.RepositoryId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What forges still have to be told. Whenever a build or a deployment moves, it becomes due in the
 * same atomic step, if its repository is connected; however often it moves before somebody looks,
 * it is due once. Safe for concurrent use, by many processes.
 *
 * <p>At most one report of each commit, and one of each pull request, is held at any time, so that
 * what is told about it arrives in order. Leases and delays run on one clock for all processes.
 */
public interface Reports {
  /** How long a lease lasts without {@link #renew}. */
  Duration LEASE = Duration.ofSeconds(30);

  /** How many reports of one account are held at a time, so that a slow forge is slow alone. */
  int AT_ONCE = 8;

  /** For how long it is remembered what was told, and what went wrong. */
  Duration REMEMBERED = Duration.ofDays(30);

  /**
   * Takes a report that is due, or one whose holder lost its lease; accounts take turns.
   *
   * @param wait for how long to wait for one
   */
  Optional<Report> claim(Duration wait) throws InterruptedException;

  /** Keeps the lease for another {@link #LEASE}; false when it is lost. */
  boolean renew(Report report);

  /**
   * Ends the report. It is due again at once if its subject moved meanwhile. Without the lease
   * nothing happens; so with the methods below that take a report.
   */
  void done(Report report);

  /**
   * Ends the report for now, and makes it due again after the delay, or at once when its subject
   * moves.
   *
   * @param problem what went wrong, for {@link #problem}
   */
  void later(Report report, Duration delay, String problem);

  /**
   * Ends the report although the forge was not told, since trying again would not help. It is due
   * again when its subject moves, and when its account is put anew, as with a token that is valid:
   * at least the last thousand of an account are.
   */
  void giveUp(Report report, String problem);

  /** Holds back all reports of the account for that long. */
  void pause(AccountId account, Duration span);

  /** What was last told at a place of the repository, if that is still remembered. */
  Optional<String> told(RepositoryId repository, String place);

  /** Remembers what the forge was told, and forgets the repository's problem. */
  void told(Report report, String place, String what);

  /** Why the forge of this repository could last not be told something; empty when it could. */
  Optional<String> problem(RepositoryId repository);

  /** The same of each of these that has a problem. */
  default Map<RepositoryId, String> problems(List<RepositoryId> repositories) {
    Map<RepositoryId, String> problems = new HashMap<>();
    repositories.forEach(
        repository -> problem(repository).ifPresent(text -> problems.put(repository, text)));
    return problems;
  }
}
