package dev.slipway.core.build;

import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.delivery.InMemoryDeliveries;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.event.InMemoryEvents;
import dev.slipway.core.log.InMemoryLogs;
import dev.slipway.core.log.LogLine;
import dev.slipway.core.log.Logs;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Labels;
import dev.slipway.core.source.RepositoryId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Builds with their queue, logs and deliveries in memory, for tests: all ports over one lock, so
 * that each call is atomic. Every move is checked against {@link BuildMoves}.
 */
public final class InMemoryBuildStore {
  private final Clock clock;
  private final Function<NewRelease, DeploymentId> handOver;
  private final InMemoryEvents events;
  private final Deliveries deliveries = new InMemoryDeliveries(this);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final SortedMap<String, Entry> builds = new TreeMap<>();
  private final Map<String, Long> numbers = new HashMap<>();
  private final List<Consumer<BuildId>> moves = new CopyOnWriteArrayList<>();
  private final Map<BuildId, List<Runnable>> followers = new HashMap<>();
  private final Turns turns = new Turns();
  private final Map<RepositoryId, Labels> needed = new HashMap<>();
  private final LivingBuilders builders = new LivingBuilders();
  private long places;

  /**
   * An empty store.
   *
   * @param handOver takes the releases of builds that succeed
   */
  public InMemoryBuildStore(Clock clock, Function<NewRelease, DeploymentId> handOver) {
    this.clock = clock;
    this.handOver = handOver;
    this.events = new InMemoryEvents(clock);
  }

  public Builds builds() {
    return new InMemoryBuilds(this);
  }

  /** The queue as one process sees it; another call stands for another process. */
  public BuildQueue queue() {
    return queue(Labels.NONE);
  }

  /** The queue as a process sees it whose worker has labels. */
  BuildQueue queue(Labels labels) {
    return new InMemoryBuildQueue(this, labels);
  }

  /** Says what builders must have for builds of a repository. */
  public void need(RepositoryId repository, Labels labels) {
    locked(() -> needed.put(repository, labels));
  }

  Labels needed(Entry entry) {
    return needed.getOrDefault(entry.request.repositoryId(), Labels.NONE);
  }

  LivingBuilders builders() {
    return builders;
  }

  public Logs logs() {
    return new InMemoryLogs(this);
  }

  public Deliveries deliveries() {
    return deliveries;
  }

  public InMemoryEvents events() {
    return events;
  }

  /** Calls the listener whenever a build moves, within the move; it must not block. */
  public void onMove(Consumer<BuildId> listener) {
    moves.add(listener);
  }

  /** Tells the feed of a change that is not a build's. */
  public void publish(String type, String subject) {
    events.publish(type, subject, "");
  }

  /** Runs something while nothing else changes. */
  public <T extends @Nullable Object> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  Condition changed() {
    return changed;
  }

  ReentrantLock lock() {
    return lock;
  }

  Instant now() {
    return clock.instant();
  }

  public Optional<Entry> find(BuildId id) {
    return Optional.ofNullable(builds.get(id.value()));
  }

  Stream<Entry> newestFirst() {
    return builds.values().stream()
        .sorted(Comparator.comparing((Entry entry) -> entry.request.id().value()).reversed());
  }

  /** Those that one of these builders may take, in their order. */
  List<Entry> line(Predicate<Labels> takes) {
    Comparator<Entry> order =
        Comparator.comparingInt(Entry::priority).thenComparingLong(entry -> entry.turn);
    Map<RepositoryId, Deque<Entry>> lines = new HashMap<>();
    builds.values().stream()
        .filter(entry -> entry.state instanceof BuildState.Queued && !entry.due.isAfter(now()))
        .filter(entry -> takes.test(needed(entry)))
        .sorted(order)
        .forEach(entry ->
            lines
                .computeIfAbsent(entry.request.repositoryId(), _ -> new ArrayDeque<>())
                .add(entry));
    return turns.inTurn(lines, order);
  }

  /** Those that are to be tried again later. */
  List<QueueSnapshot.Delayed> delayed() {
    return builds.values().stream()
        .filter(entry -> entry.state instanceof BuildState.Queued && entry.due.isAfter(now()))
        .map(entry -> new QueueSnapshot.Delayed(entry.request.id(), entry.due))
        .sorted(Comparator.comparing(QueueSnapshot.Delayed::due))
        .toList();
  }

  Turns turns() {
    return turns;
  }

  int running() {
    return (int) builds.values().stream().filter(e -> e.isHeld(e.state.attempt())).count();
  }

  /** How long the builds of the same repository took, by their median. */
  @Nullable Duration typical(BuildId id) {
    RepositoryId repository = find(id).orElseThrow().request.repositoryId();
    List<Duration> sorted =
        builds.values().stream()
            .filter(entry -> entry.request.repositoryId().equals(repository))
            .flatMap(entry -> entry.took().stream())
            .sorted()
            .toList();
    return sorted.isEmpty() ? null : sorted.get(sorted.size() / 2);
  }

  /** Creates and queues a build, and cancels the queued ones of the same ref. */
  public Build add(NewBuild request, String kindOfNews) {
    if (find(request.id()).isEmpty()) {
      String because =
          "superseded by a newer %s %s (%s)"
              .formatted(
                  kindOfNews, request.ref().shortName(), request.commit().sha().abbreviated());
      cancelWaiting(request.repositoryId(), request.ref(), because);
      long number = numbers.merge(request.repositoryId().value(), 1L, Long::sum);
      Entry entry = new Entry(request, number);
      builds.put(request.id().value(), entry);
      entry.state = request.firstState();
      entry.lineUp(Duration.ZERO);
      entry.moved();
    }
    return find(request.id()).orElseThrow().build();
  }

  /** Cancels what is queued or waits for a yes on that ref. */
  public void cancelWaiting(RepositoryId repository, GitRef ref, String because) {
    builds.values().stream()
        .filter(entry ->
            entry.state instanceof BuildState.Queued || entry.state instanceof BuildState.Waiting)
        .filter(entry ->
            entry.request.repositoryId().equals(repository) && entry.request.ref().equals(ref))
        .forEach(entry ->
            entry.move(
                new BuildState.Canceled(entry.state.attempt(), null, now(), "slipway", because)));
  }

  List<DeploymentId> handOver(List<NewRelease> releases) {
    return releases.stream().map(handOver).toList();
  }

  /** Calls {@code onMore} whenever the build's log grows or becomes complete, until closed. */
  public Logs.Subscription follow(BuildId id, Runnable onMore) {
    List<Runnable> all =
        locked(() -> followers.computeIfAbsent(id, _ -> new CopyOnWriteArrayList<>()));
    all.add(onMore);
    return () -> all.remove(onMore);
  }

  private void tellFollowers(BuildId id) {
    followers.getOrDefault(id, List.of()).forEach(Thread::startVirtualThread);
  }

  /** One build. Used with the lock held. */
  public final class Entry {
    final NewBuild request;
    final long number;
    final List<LogLine> log = new ArrayList<>();
    BuildState state = BuildState.Queued.FIRST;
    List<StepReport> steps = List.of();
    List<DeploymentId> deployments = List.of();
    Instant leaseUntil = Instant.MIN;
    Instant due = Instant.MIN;
    @Nullable BuildState finishedWith;
    @Nullable String group;
    @Nullable Long heldBy;
    private long revision = 1;
    private long turn;

    Entry(NewBuild request, long number) {
      this.request = request;
      this.number = number;
    }

    Build build() {
      return new Build(request, number, revision, state, steps, deployments);
    }

    private int priority() {
      return switch (request.trigger()) {
        case MANUAL, RETRY, REBUILD -> 0;
        case PUSH, TAG -> 1;
        case PULL_REQUEST, RECONCILIATION -> request.pullRequest() == null ? 1 : 2;
      };
    }

    private Optional<Duration> took() {
      return switch (state) {
        case BuildState.Succeeded done ->
            Optional.of(Duration.between(done.startedAt(), done.finishedAt()));
        case BuildState.Failed done ->
            Optional.of(Duration.between(done.startedAt(), done.finishedAt()));
        default -> Optional.empty();
      };
    }

    void lineUp(Duration delay) {
      turn = turn == 0 ? ++places : turn;
      turns.enter(request.repositoryId());
      due = delay.isZero() ? Instant.MIN : now().plus(delay);
      changed.signalAll();
    }

    boolean sharesRepository(Entry other) {
      return request.repositoryId().equals(other.request.repositoryId());
    }

    void move(BuildState to) {
      if (!BuildMoves.legal(state, to)) {
        throw new IllegalStateException(request.id() + " cannot go from " + state + " to " + to);
      }
      state = to;
      group = isHeld(to.attempt()) ? group : null;
      heldBy = isHeld(to.attempt()) ? heldBy : null;
      revision++;
      moved();
      if (to.ended()) {
        tellFollowers(request.id());
      }
    }

    void report(List<StepReport> done) {
      steps = done;
      revision++;
      published();
    }

    private void moved() {
      published();
      moves.forEach(listener -> listener.accept(request.id()));
    }

    private void published() {
      events.publish("build", request.id().value(), state.status().id());
    }

    /** Whether the attempt may still write. */
    public boolean isHeld(int attempt) {
      return state.attempt() == attempt
          && (state instanceof BuildState.Running || state instanceof BuildState.Canceling);
    }

    public boolean ended() {
      return state.ended();
    }

    public List<LogLine> log() {
      return log;
    }

    public void append(List<LogLine> lines) {
      log.addAll(lines);
      tellFollowers(request.id());
    }
  }
}
