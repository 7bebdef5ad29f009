package dev.slipway.registrysync.retention;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.StoreUnavailableException;
import dev.slipway.core.access.Audit;
import dev.slipway.core.access.Deed;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.retention.RetentionResult;
import dev.slipway.core.retention.RetentionRule;
import dev.slipway.core.retention.RetentionRules;
import dev.slipway.core.retention.RetentionRun;
import dev.slipway.core.retention.RetentionRuns;
import dev.slipway.registrysync.sync.Schedule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries rules of retention out, one run after the other, and starts those that a schedule wants.
 * When its process dies, another worker begins the run anew after the lease.
 */
public final class RetentionWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RetentionWorker.class);
  private static final Duration LOOK_AT_SCHEDULE = Duration.ofSeconds(10);
  private static final Duration HEARTBEAT = RetentionRuns.LEASE.dividedBy(6);

  private final RetentionRules rules;
  private final RetentionRuns runs;
  private final Prune prune;
  private final Audit audit;
  private final WorkerId worker;
  private final Clock clock;
  private final Instant began;
  private final Thread thread = Thread.ofVirtual().name("retention").unstarted(this::work);

  /** Does nothing until {@link #start}. */
  public RetentionWorker(
      RetentionRules rules,
      RetentionRuns runs,
      Prune prune,
      Audit audit,
      WorkerId worker,
      Clock clock) {
    this.rules = rules;
    this.runs = runs;
    this.prune = prune;
    this.audit = audit;
    this.worker = worker;
    this.clock = clock;
    this.began = clock.instant();
  }

  public void start() {
    thread.start();
  }

  private void work() {
    try {
      while (true) {
        try {
          startDue();
          Optional<RetentionRun> run = runs.claim(worker, LOOK_AT_SCHEDULE);
          if (run.isPresent()) {
            carryOut(run.get());
          }
        } catch (StoreUnavailableException e) {
          LOG.warn("The store is away; retention waits for it: {}", e.getMessage());
          Thread.sleep(LOOK_AT_SCHEDULE);
        } catch (RuntimeException e) {
          // One run's surprise must not end the worker; the lease brings the run back.
          LOG.error("Carrying out retention broke off, and is begun again", e);
          Thread.sleep(LOOK_AT_SCHEDULE);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts what has become due since it was last wanted, also while nobody was there to see it. */
  void startDue() {
    for (RetentionRule rule : rules.all()) {
      try {
        Instant last = runs.lastWanted(rule.repository()).orElse(began);
        Optional<Instant> next = Schedule.next(rule.schedule(), last);
        if (next.isPresent() && !next.get().isAfter(clock.instant())) {
          var _ = runs.start(rule.repository(), "schedule");
        }
      } catch (InvalidValueException e) {
        LOG.warn(
            "Retention of {} is not carried out by schedule: {}",
            rule.repository(),
            e.getMessage());
      }
    }
  }

  /** Carries one run out that this worker claimed, and keeps its lease meanwhile. */
  void carryOut(RetentionRun run) throws InterruptedException {
    try (ExecutorService one = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<RetentionResult> pruning = one.submit(() -> prune.carryOut(run.scope()));
      try {
        while (true) {
          try {
            end(run, pruning.get(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS));
            return;
          } catch (TimeoutException _) {
            if (!runs.renew(run)) {
              LOG.warn("Another worker took {} over", run.id());
              return;
            }
          }
        }
      } catch (ExecutionException e) {
        LOG.error("Run {} broke off", run.id(), e.getCause());
        end(run, RetentionResult.failed("Slipway itself failed: " + e.getCause()));
      } finally {
        pruning.cancel(true);
      }
    }
  }

  private void end(RetentionRun run, RetentionResult result) {
    Instant now = clock.instant();
    if (runs.end(run, now, result) && result.removedCount() > 0) {
      var _ =
          audit.append(
              new Deed(
                  now.truncatedTo(ChronoUnit.MILLIS),
                  run.by(),
                  "",
                  "",
                  "retention",
                  "/api/v1/retention/runs/" + run.id(),
                  result.problems().isEmpty() ? 200 : 500,
                  "",
                  ""));
    }
  }

  /** Leaves the run that it carries out to whoever comes next. */
  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
