package dev.slipway.core.sync;

import dev.slipway.core.Ids;
import dev.slipway.core.Page;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.sync.SyncState.Canceled;
import dev.slipway.core.sync.SyncState.Canceling;
import dev.slipway.core.sync.SyncState.Queued;
import dev.slipway.core.sync.SyncState.Running;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Keeps runs as long as the test runs. */
public final class InMemorySyncRuns implements SyncRuns {
  private final Clock clock;
  private final TreeMap<String, SyncRun> runs = new TreeMap<>(Comparator.reverseOrder());
  private final Map<SyncRunId, Instant> leases = new HashMap<>();

  public InMemorySyncRuns(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized SyncRun start(SyncRuleId rule, String by) {
    return runs.values().stream()
        .filter(run -> run.rule().equals(rule) && !run.state().ended())
        .findAny()
        .orElseGet(() -> {
          SyncRunId id = new SyncRunId(Ids.next("run", Clock.systemUTC()));
          return keep(new SyncRun(id, rule, by, clock.instant(), new Queued(), SyncProgress.NONE));
        });
  }

  @Override
  public Optional<SyncRun> claim(WorkerId worker, Duration wait) throws InterruptedException {
    long end = System.nanoTime() + wait.toNanos();
    Optional<SyncRun> found = claim(worker);
    while (found.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      found = claim(worker);
    }
    return found;
  }

  private synchronized Optional<SyncRun> claim(WorkerId worker) {
    for (SyncRun run : List.copyOf(runs.descendingMap().values())) {
      boolean free = !leases.getOrDefault(run.id(), Instant.MIN).isAfter(clock.instant());
      SyncState next =
          switch (run.state()) {
            case Queued() -> new Running(worker, 1, clock.instant());
            case Running held -> new Running(worker, held.attempt() + 1, held.startedAt());
            case Canceling held ->
                new Canceling(worker, held.attempt() + 1, held.startedAt(), held.by());
            default -> run.state();
          };
      if (free && !run.state().ended()) {
        leases.put(run.id(), clock.instant().plus(LEASE));
        return Optional.of(keep(with(run, next, run.progress())));
      }
    }
    return Optional.empty();
  }

  @Override
  public synchronized void letGo(WorkerId worker) {
    for (SyncRun run : runs.values()) {
      WorkerId holder =
          switch (run.state()) {
            case Running running -> running.worker();
            case Canceling canceling -> canceling.worker();
            default -> null;
          };
      if (worker.equals(holder)) {
        leases.remove(run.id());
      }
    }
  }

  @Override
  public synchronized Optional<SyncRun> renew(SyncRun held, SyncProgress progress) {
    SyncRun now = runs.get(held.id().value());
    if (now == null || now.state().ended() || now.state().attempt() != held.state().attempt()) {
      return Optional.empty();
    }
    leases.put(held.id(), clock.instant().plus(LEASE));
    return Optional.of(keep(with(now, now.state(), progress)));
  }

  @Override
  public synchronized Optional<SyncRun> end(SyncRun held, SyncState ended, SyncProgress progress) {
    SyncRun now = runs.get(held.id().value());
    return now == null || !SyncMoves.legal(now.state(), ended)
        ? Optional.empty()
        : Optional.of(keepAndForget(with(now, ended, progress)));
  }

  private SyncRun keepAndForget(SyncRun ended) {
    SyncRun kept = keep(ended);
    runs.values().stream()
        .filter(run -> run.rule().equals(ended.rule()))
        .skip(KEPT)
        .toList()
        .forEach(run -> runs.remove(run.id().value()));
    return kept;
  }

  @Override
  public synchronized Optional<SyncRun> cancel(SyncRunId id, String by) {
    SyncRun now = runs.get(id.value());
    if (now == null) {
      return Optional.empty();
    }
    return switch (now.state()) {
      case Queued() ->
          Optional.of(
              keepAndForget(with(now, new Canceled(0, null, clock.instant(), by), now.progress())));
      case Running(WorkerId worker, int attempt, Instant started) ->
          Optional.of(keep(with(now, new Canceling(worker, attempt, started, by), now.progress())));
      case Canceling _ -> Optional.of(now);
      default -> Optional.empty();
    };
  }

  @Override
  public synchronized Optional<SyncRun> find(SyncRunId id) {
    return Optional.ofNullable(runs.get(id.value()));
  }

  @Override
  public synchronized Page<SyncRun> list(@Nullable SyncRuleId rule, Page.Request page) {
    List<SyncRun> found =
        runs.values().stream()
            .filter(run -> rule == null || run.rule().equals(rule))
            .filter(run -> page.before() == null || run.id().value().compareTo(page.before()) < 0)
            .toList();
    List<SyncRun> shown = found.subList(0, Math.min(page.limit(), found.size()));
    return new Page<>(shown, shown.size() < found.size() ? shown.getLast().id().value() : null);
  }

  private static SyncRun with(SyncRun run, SyncState state, SyncProgress progress) {
    return new SyncRun(run.id(), run.rule(), run.by(), run.queuedAt(), state, progress);
  }

  private SyncRun keep(SyncRun run) {
    runs.put(run.id().value(), run);
    return run;
  }
}
