package dev.slipway.core.retention;

import dev.slipway.core.Page;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.retention.RetentionState.Ended;
import dev.slipway.core.retention.RetentionState.Queued;
import dev.slipway.core.retention.RetentionState.Running;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps runs as long as the test runs; whoever claims does not wait. */
public final class InMemoryRetentionRuns implements RetentionRuns {
  private final Clock clock;
  private final TreeMap<String, RetentionRun> runs = new TreeMap<>();
  private final Map<String, Instant> wanted = new HashMap<>();
  private @Nullable Instant lease;
  private int number;

  public InMemoryRetentionRuns(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized RetentionRun start(String scope, String by) {
    return runs.values().stream()
        .filter(run -> run.scope().equals(scope) && run.state() instanceof Queued)
        .findFirst()
        .orElseGet(() -> {
          String id = "ret_%08d".formatted(++number);
          wanted.put(scope, clock.instant());
          return keep(new RetentionRun(id, scope, by, clock.instant(), new Queued()));
        });
  }

  private RetentionRun keep(RetentionRun run) {
    runs.put(run.id(), run);
    return run;
  }

  @Override
  public synchronized Optional<RetentionRun> claim(WorkerId worker, Duration wait) {
    Optional<RetentionRun> running =
        runs.values().stream().filter(run -> run.state() instanceof Running).findFirst();
    if (running.isPresent() && lease != null && lease.isAfter(clock.instant())) {
      return Optional.empty();
    }
    return running
        .or(() -> runs.values().stream().filter(run -> run.state() instanceof Queued).findFirst())
        .map(run -> {
          lease = clock.instant().plus(LEASE);
          Instant started =
              run.state() instanceof Running before ? before.startedAt() : clock.instant();
          return moved(run, new Running(worker, run.state().attempt() + 1, started));
        });
  }

  private RetentionRun moved(RetentionRun run, RetentionState state) {
    return keep(new RetentionRun(run.id(), run.scope(), run.by(), run.queuedAt(), state));
  }

  private boolean holds(RetentionRun held) {
    RetentionRun now = runs.get(held.id());
    return now != null
        && now.state() instanceof Running running
        && running.attempt() == held.state().attempt();
  }

  @Override
  public synchronized boolean renew(RetentionRun held) {
    lease = holds(held) ? clock.instant().plus(LEASE) : lease;
    return holds(held);
  }

  @Override
  public synchronized boolean end(RetentionRun held, Instant finishedAt, RetentionResult result) {
    RetentionRun now = runs.get(held.id());
    if (!holds(held) || now == null || !(now.state() instanceof Running running)) {
      return false;
    }
    moved(held, new Ended(running.attempt(), running.startedAt(), finishedAt, result));
    while (runs.size() > MOST && runs.firstEntry().getValue().state() instanceof Ended) {
      runs.pollFirstEntry();
    }
    return true;
  }

  @Override
  public synchronized Optional<RetentionRun> find(String id) {
    return Optional.ofNullable(runs.get(id));
  }

  @Override
  public synchronized Page<RetentionRun> list(Page.Request page) {
    List<RetentionRun> found =
        runs.values().stream()
            .filter(run -> page.before() == null || run.id().compareTo(page.before()) < 0)
            .sorted(Comparator.comparing(RetentionRun::id).reversed())
            .limit(page.limit() + 1L)
            .toList();
    return found.size() <= page.limit()
        ? new Page<>(found, null)
        : new Page<>(found.subList(0, page.limit()), found.get(page.limit() - 1).id());
  }

  @Override
  public synchronized Optional<Instant> lastWanted(String scope) {
    return Optional.ofNullable(wanted.get(scope));
  }
}
