package dev.slipway.core.build;

import dev.slipway.core.build.InMemoryBuildStore.Entry;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.source.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** See {@link InMemoryBuildStore}; one object stands for one process. */
final class InMemoryBuildQueue implements BuildQueue {
  private final InMemoryBuildStore store;
  private final Labels labels;
  private final Map<BuildId, Integer> held = new HashMap<>();

  InMemoryBuildQueue(InMemoryBuildStore store, Labels labels) {
    this.store = store;
    this.labels = labels;
  }

  @Override
  public Optional<Build> claim(WorkerId worker, Duration wait) throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    store.lock().lockInterruptibly();
    try {
      store.builders().hear(worker, labels);
      while (true) {
        Optional<Entry> next = next(worker);
        if (next.isPresent()) {
          return next.map(entry -> take(entry, worker));
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return Optional.empty();
        }
        // Nobody signals that a lease ran out on a clock that a test moves.
        var _ = store.changed().await(Math.min(left, 20_000_000L), TimeUnit.NANOSECONDS);
      }
    } finally {
      store.lock().unlock();
    }
  }

  private Optional<Entry> next(WorkerId worker) {
    Instant now = store.now();
    List<Entry> running =
        store
            .newestFirst()
            .filter(e -> e.isHeld(e.state.attempt()))
            .filter(e -> e.state instanceof BuildState.Canceling || takes(store.needed(e)))
            .toList();
    return Stream.of(
            running.stream()
                .filter(e -> worker(e).equals(worker) && !held.containsKey(e.request.id())),
            running.stream().filter(e -> !e.leaseUntil.isAfter(now)),
            store.line(this::takes).stream())
        .flatMap(entries -> entries)
        .findFirst();
  }

  private boolean takes(Labels needed) {
    return labels.cover(needed);
  }

  private static WorkerId worker(Entry entry) {
    return switch (entry.state) {
      case BuildState.Running(WorkerId worker, _, _) -> worker;
      case BuildState.Canceling(WorkerId worker, _, _, _, _) -> worker;
      case BuildState other -> throw new IllegalStateException("nobody runs it: " + other);
    };
  }

  private Build take(Entry entry, WorkerId worker) {
    int attempt = entry.state.attempt() + 1;
    if (entry.state instanceof BuildState.Queued) {
      store.turns().take(entry.request.repositoryId());
    }
    if (entry.state
        instanceof BuildState.Canceling(_, _, Instant startedAt, String by, String because)) {
      entry.move(new BuildState.Canceling(worker, attempt, startedAt, by, because));
    } else {
      entry.steps = List.of();
      entry.move(new BuildState.Running(worker, attempt, store.now()));
    }
    entry.leaseUntil = store.now().plus(LEASE);
    held.put(entry.request.id(), attempt);
    return entry.build();
  }

  @Override
  public Lease renew(BuildId id, int attempt) {
    return store.locked(() -> {
      Optional<Entry> found = store.find(id).filter(entry -> entry.isHeld(attempt));
      if (found.isEmpty()) {
        held.remove(id, attempt);
        return Lease.LOST;
      }
      found.get().leaseUntil = store.now().plus(LEASE);
      return found.get().state instanceof BuildState.Canceling ? Lease.CANCEL : Lease.KEPT;
    });
  }

  @Override
  public boolean report(BuildId id, int attempt, List<StepReport> steps) {
    return store.locked(() -> {
      Optional<Entry> found = store.find(id).filter(entry -> entry.isHeld(attempt));
      found.ifPresent(entry -> entry.report(List.copyOf(steps)));
      return found.isPresent();
    });
  }

  @Override
  public Optional<List<DeploymentId>> finish(
      BuildId id, int attempt, BuildState end, List<NewRelease> releases, Duration delay) {
    checkLegal(attempt, end, releases);
    return store.locked(() -> {
      held.remove(id, attempt);
      return store.find(id).flatMap(entry -> finish(entry, attempt, end, releases, delay));
    });
  }

  private static void checkLegal(int attempt, BuildState end, List<NewRelease> releases) {
    BuildState running = new BuildState.Running(new WorkerId(""), attempt, Instant.EPOCH);
    boolean ends = end.ended() || end instanceof BuildState.Queued;
    if (!ends || !BuildMoves.legal(running, end)) {
      throw new IllegalArgumentException("attempt " + attempt + " cannot end as " + end);
    }
    if (!releases.isEmpty() && !(end instanceof BuildState.Succeeded)) {
      throw new IllegalArgumentException("only a build that succeeded has releases, not " + end);
    }
  }

  private Optional<List<DeploymentId>> finish(
      Entry entry, int attempt, BuildState end, List<NewRelease> releases, Duration delay) {
    if (entry.state.attempt() == attempt && end.equals(entry.finishedWith)) {
      return Optional.of(entry.deployments);
    }
    if (!entry.isHeld(attempt)) {
      return Optional.empty();
    }
    entry.finishedWith = end;
    if (entry.state
        instanceof BuildState.Canceling(_, _, Instant startedAt, String by, String because)) {
      entry.move(new BuildState.Canceled(attempt, startedAt, store.now(), by, because));
    } else {
      entry.deployments = store.handOver(releases);
      entry.move(end);
      if (end instanceof BuildState.Queued) {
        entry.lineUp(delay);
      }
    }
    return Optional.of(entry.deployments);
  }

  @Override
  public GroupPlace enter(BuildId id, int attempt, String group, boolean cancelOlder) {
    return store.locked(() -> {
      Optional<Entry> own = store.find(id).filter(entry -> entry.isHeld(attempt));
      if (own.isEmpty()) {
        return new GroupPlace.Lost();
      }
      Optional<Entry> other =
          store
              .newestFirst()
              .filter(entry -> entry != own.get() && entry.isHeld(entry.state.attempt()))
              .filter(entry -> entry.sharesRepository(own.get()) && group.equals(entry.group))
              .findFirst();
      if (other.isEmpty()) {
        own.get().group = group;
        own.get().heldBy = null;
        return new GroupPlace.Entered();
      }
      own.get().heldBy = other.get().number;
      return behind(own.get(), other.get(), cancelOlder);
    });
  }

  private static GroupPlace behind(Entry own, Entry other, boolean cancelOlder) {
    boolean newer = other.number > own.number;
    if (!newer
        && cancelOlder
        && other.state instanceof BuildState.Running(WorkerId worker, int held, Instant from)) {
      String because = "superseded by build " + own.number + " of the same concurrency group";
      other.move(new BuildState.Canceling(worker, held, from, "slipway", because));
    }
    return new GroupPlace.Taken(other.number, newer);
  }

  @Override
  public Optional<QueuePlace> place(BuildId id) {
    return store.locked(() -> {
      Labels needed = store.find(id).map(store::needed).orElse(Labels.NONE);
      List<BuildId> line =
          store.line(other -> store.builders().share(needed, other)).stream()
              .map(entry -> entry.request.id())
              .toList();
      int ahead = line.indexOf(id);
      String obstacle = Obstacle.of(needed, store.builders().all());
      return ahead < 0
          ? Optional.empty()
          : Optional.of(new QueuePlace(ahead, store.running(), store.typical(id), obstacle));
    });
  }

  @Override
  public QueueSnapshot snapshot() {
    return store.locked(
        () -> new QueueSnapshot(store.builders().all(), running(), line(), store.delayed()));
  }

  private List<QueueSnapshot.Running> running() {
    return store
        .newestFirst()
        .filter(entry -> entry.isHeld(entry.state.attempt()))
        .map(entry ->
            new QueueSnapshot.Running(
                entry.request.id(),
                entry.request.repositoryId(),
                entry.number,
                startOf(entry),
                entry.heldBy,
                store.typical(entry.request.id())))
        .sorted(Comparator.comparing(QueueSnapshot.Running::startedAt))
        .toList();
  }

  private List<QueueSnapshot.InLine> line() {
    return store.line(_ -> true).stream()
        .map(entry ->
            new QueueSnapshot.InLine(
                entry.request.id(),
                entry.request.repositoryId(),
                store.needed(entry),
                store.typical(entry.request.id())))
        .toList();
  }

  private static Instant startOf(Entry entry) {
    return switch (entry.state) {
      case BuildState.Running(_, _, Instant startedAt) -> startedAt;
      case BuildState.Canceling(_, _, Instant startedAt, _, _) -> startedAt;
      case BuildState other -> throw new IllegalStateException("nobody runs it: " + other);
    };
  }
}
