package dev.slipway.registrysync.sync;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.StoreUnavailableException;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.registry.PushGate.Held;
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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries runs out, several at a time, and starts those that a schedule wants. When its process
 * dies, another worker goes on after the lease, or itself when it comes back. No other worker may
 * have its name.
 */
public final class SyncWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SyncWorker.class);
  private static final Duration LOOK_AT_SCHEDULE = Duration.ofSeconds(10);
  private static final Duration TELL_PROGRESS = Duration.ofSeconds(1);

  /** So that a long run, or one whose registry makes it wait, does not hold up the others. */
  private static final int AT_ONCE = 4;

  private final SyncRules rules;
  private final SyncRuns runs;
  private final Sync sync;
  private final OwnRegistry own;
  private final WorkerId worker;
  private final Clock clock;
  private final DueRules due;
  private final Thread thread = Thread.ofVirtual().name("sync").unstarted(this::work);

  /** Does nothing until {@link #start}. No registry is cleaned. */
  public SyncWorker(SyncRules rules, SyncRuns runs, Sync sync, WorkerId worker, Clock clock) {
    this(rules, runs, sync, OwnRegistry.NONE, worker, clock);
  }

  /** Does nothing until {@link #start}. */
  public SyncWorker(
      SyncRules rules, SyncRuns runs, Sync sync, OwnRegistry own, WorkerId worker, Clock clock) {
    this.rules = rules;
    this.runs = runs;
    this.sync = sync;
    this.own = own;
    this.worker = worker;
    this.clock = clock;
    this.due = new DueRules(rules, runs, clock);
  }

  public void start() {
    thread.start();
  }

  private void work() {
    Semaphore free = new Semaphore(AT_ONCE);
    try (ExecutorService carriers = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        // Whoever had this name before is dead.
        attempt(() -> runs.letGo(worker));
        while (true) {
          attempt(() -> takeOne(free, carriers));
        }
      } catch (InterruptedException _) {
        carriers.shutdownNow();
      }
    }
  }

  /** One surprise must not end the worker; the lease brings back the run that had it. */
  private static void attempt(Work work) throws InterruptedException {
    try {
      work.run();
    } catch (StoreUnavailableException e) {
      LOG.warn("The store is away; runs wait for it: {}", e.getMessage());
      Thread.sleep(LOOK_AT_SCHEDULE);
    } catch (RuntimeException e) {
      LOG.error("Carrying out runs broke off, and is begun again", e);
      Thread.sleep(LOOK_AT_SCHEDULE);
    }
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  private void takeOne(Semaphore free, ExecutorService carriers) throws InterruptedException {
    due.startThem();
    if (!free.tryAcquire(LOOK_AT_SCHEDULE.toMillis(), TimeUnit.MILLISECONDS)) {
      return;
    }
    boolean handedOver = false;
    try {
      Optional<SyncRun> run = runs.claim(worker, LOOK_AT_SCHEDULE);
      if (run.isPresent()) {
        var _ = carriers.submit(() -> carry(run.get(), free));
        handedOver = true;
      }
    } finally {
      if (!handedOver) {
        free.release();
      }
    }
  }

  private void carry(SyncRun run, Semaphore free) {
    try {
      attempt(() -> carryOut(run));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      free.release();
    }
  }

  private void carryOut(SyncRun run) throws InterruptedException {
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
    try (Held _ = own.enter(rule.get(), progress)) {
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
          List<Problem> problems = following.get(TELL_PROGRESS.toMillis(), TimeUnit.MILLISECONDS);
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
    try {
      runs.letGo(worker);
    } catch (StoreUnavailableException e) {
      LOG.warn("The store is away; runs wait until their leases are over: {}", e.getMessage());
    }
  }
}
