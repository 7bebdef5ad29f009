package dev.slipway.registrysync.sync;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.StoreUnavailableException;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.sync.SyncRule;
import dev.slipway.core.sync.SyncRules;
import dev.slipway.core.sync.SyncRun;
import dev.slipway.core.sync.SyncRuns;
import dev.slipway.core.sync.SyncState;
import dev.slipway.core.sync.SyncState.Canceled;
import dev.slipway.core.sync.SyncState.Canceling;
import dev.slipway.core.sync.SyncState.Failed;
import dev.slipway.core.sync.SyncState.Problem;
import dev.slipway.core.sync.SyncState.Running;
import dev.slipway.core.sync.SyncState.Succeeded;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries runs out, one after the other, and starts those that a schedule wants. When its process
 * dies, another worker goes on after the lease.
 */
public final class SyncWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SyncWorker.class);
  private static final Duration LOOK_AT_SCHEDULE = Duration.ofSeconds(10);

  private final SyncRules rules;
  private final SyncRuns runs;
  private final Sync sync;
  private final WorkerId worker;
  private final Clock clock;
  private final Duration heartbeat;
  private final DueRules due;
  private final Thread thread = Thread.ofVirtual().name("sync").unstarted(this::work);

  /** Does nothing until {@link #start}. */
  public SyncWorker(SyncRules rules, SyncRuns runs, Sync sync, WorkerId worker, Clock clock) {
    this(rules, runs, sync, worker, clock, SyncRuns.LEASE.dividedBy(6));
  }

  SyncWorker(
      SyncRules rules, SyncRuns runs, Sync sync, WorkerId worker, Clock clock, Duration heartbeat) {
    this.rules = rules;
    this.runs = runs;
    this.sync = sync;
    this.worker = worker;
    this.clock = clock;
    this.heartbeat = heartbeat;
    this.due = new DueRules(rules, runs, clock);
  }

  public void start() {
    thread.start();
  }

  private void work() {
    try {
      while (true) {
        try {
          due.startThem();
          Optional<SyncRun> run = runs.claim(worker, LOOK_AT_SCHEDULE);
          if (run.isPresent()) {
            carryOut(run.get());
          }
        } catch (StoreUnavailableException e) {
          LOG.warn("The store is away; runs wait for it: {}", e.getMessage());
          Thread.sleep(LOOK_AT_SCHEDULE);
        } catch (RuntimeException e) {
          // One run's surprise must not end the worker; the lease brings the run back.
          LOG.error("Carrying out runs broke off, and is begun again", e);
          Thread.sleep(LOOK_AT_SCHEDULE);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Carries one run out that this worker claimed. */
  void carryOut(SyncRun run) throws InterruptedException {
    switch (run.state()) {
      case Running running -> carryOut(run, running.startedAt());
      case Canceling canceling -> {
        var _ = runs.end(run, canceled(canceling), run.progress());
      }
      default -> throw new IllegalArgumentException(run.id() + " is " + run.state().id());
    }
  }

  private void carryOut(SyncRun run, Instant startedAt) throws InterruptedException {
    RunProgress progress = new RunProgress();
    try (ExecutorService one = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Problem>> following = one.submit(() -> follow(run, progress));
      SyncState outcome = attend(run, startedAt, following, progress);
      if (outcome != null) {
        end(run, outcome, progress);
      }
    }
  }

  private List<Problem> follow(SyncRun run, RunProgress progress) throws InterruptedException {
    SyncRule given = run.given();
    Optional<SyncRule> rule = given == null ? rules.find(run.rule()) : Optional.of(given);
    if (rule.isEmpty()) {
      return List.of(new Problem("the rule was removed meanwhile", "nothing is to be done"));
    }
    try {
      return sync.follow(rule.get(), progress);
    } catch (RegistryException e) {
      return List.of(new Problem(String.valueOf(e.getMessage()), e.hint()));
    } catch (InvalidValueException e) {
      return List.of(new Problem(String.valueOf(e.getMessage()), "correct the rule"));
    }
  }

  /** Keeps the lease meanwhile; null when it was lost, and somebody else goes on. */
  private @Nullable SyncState attend(
      SyncRun run, Instant startedAt, Future<List<Problem>> following, RunProgress progress)
      throws InterruptedException {
    int attempt = run.state().attempt();
    try {
      while (true) {
        try {
          List<Problem> problems = following.get(heartbeat.toMillis(), TimeUnit.MILLISECONDS);
          return problems.isEmpty()
              ? new Succeeded(attempt, startedAt, clock.instant())
              : new Failed(attempt, startedAt, clock.instant(), problems);
        } catch (TimeoutException _) {
          Optional<SyncRun> kept = runs.renew(run, progress.now());
          if (kept.isEmpty()) {
            LOG.warn("Another worker took {} over", run.id());
            return null;
          }
          if (kept.get().state() instanceof Canceling canceling) {
            return canceled(canceling);
          }
        }
      }
    } catch (ExecutionException e) {
      LOG.error("Run {} broke off", run.id(), e.getCause());
      Problem ours =
          new Problem("Slipway itself failed: " + e.getCause(), "look into Slipway's log");
      return new Failed(attempt, startedAt, clock.instant(), List.of(ours));
    } finally {
      following.cancel(true);
    }
  }

  /** One that was told to stop in its last moment is canceled, although it is done. */
  private void end(SyncRun run, SyncState outcome, RunProgress progress) {
    if (runs.end(run, outcome, progress.now()).isPresent()) {
      return;
    }
    Optional<SyncRun> now = runs.find(run.id());
    if (now.isPresent()
        && now.get().state() instanceof Canceling canceling
        && canceling.attempt() == run.state().attempt()) {
      var _ = runs.end(now.get(), canceled(canceling), progress.now());
    }
  }

  private Canceled canceled(Canceling canceling) {
    return new Canceled(
        canceling.attempt(), canceling.startedAt(), clock.instant(), canceling.by());
  }

  /** Leaves the run that it holds to whoever comes next. */
  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
