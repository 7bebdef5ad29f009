package dev.slipway.core.deploy;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.Page;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.deploy.DeploymentState.Cause;
import dev.slipway.core.deploy.DeploymentState.Failed;
import dev.slipway.core.deploy.DeploymentState.Live;
import dev.slipway.core.deploy.InMemoryDeployments.Entry;
import dev.slipway.core.deploy.InMemoryDeployments.History;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Services and their rollouts in memory, for tests. One object stands for one process; {@link
 * #restarted} is the next process on the same data.
 */
public final class InMemoryServices implements Services, DeploymentQueue {
  private final InMemoryDeployments data;
  private final Set<DeploymentId> claimedHere = new HashSet<>();

  public InMemoryServices(Clock clock) {
    this(new InMemoryDeployments(clock));
  }

  private InMemoryServices(InMemoryDeployments data) {
    this.data = data;
  }

  /** Calls the listener whenever a deployment moves, within the move; it must not block. */
  public void onMove(Consumer<DeploymentId> listener) {
    data.onMove(listener);
  }

  /** What a new process finds: all the data, and no memory of what this one had claimed. */
  public InMemoryServices restarted() {
    return new InMemoryServices(data);
  }

  @Override
  public Optional<Service> find(ServiceId id) {
    return data.locked(() -> data.history(id).map(History::service));
  }

  @Override
  public List<Service> all() {
    return data.locked(() -> data.histories().stream().map(History::service).toList());
  }

  @Override
  public Optional<Release> release(ServiceId service, int number) {
    return data.locked(() ->
        data.history(service)
            .filter(history -> number >= 1 && number <= history.releases.size())
            .map(history -> history.releases.get(number - 1)));
  }

  @Override
  public Page<Release> releases(ServiceId service, Page.Request page) {
    return data.locked(() -> {
      List<Release> all = data.history(service).map(h -> h.releases).orElse(List.of());
      String before = page.before();
      int newest = Math.min(all.size(), before == null ? all.size() : number(before) - 1);
      int oldest = Math.max(1, newest - page.limit() + 1);
      List<Release> items =
          IntStream.iterate(newest, n -> n >= oldest, n -> n - 1)
              .mapToObj(n -> all.get(n - 1))
              .toList();
      return new Page<>(items, oldest > 1 ? String.valueOf(oldest) : null);
    });
  }

  private static int number(String before) {
    if (!before.matches("[1-9][0-9]{0,8}")) {
      throw new InvalidValueException("\"" + before + "\" is no release number");
    }
    return Integer.parseInt(before);
  }

  @Override
  public Optional<Deployment> deployment(DeploymentId id) {
    return data.locked(() -> data.find(id).map(entry -> entry.deployment));
  }

  @Override
  public Deployment handOver(NewRelease release) {
    return data.locked(() ->
        data.find(release.deployment())
            .map(known -> known.deployment)
            .orElseGet(() -> create(release)));
  }

  private Deployment create(NewRelease content) {
    History history = data.historyFor(content.service());
    Optional<Release> newer = history.newerThan(content);
    Release release = new Release(history.releases.size() + 1, content);
    history.releases.add(release);
    Entry entry = data.add(release);
    history.last = entry.deployment.id();
    if (newer.isPresent()) {
      entry.enter(new Failed(outdated(release, newer.get())), "", content.createdAt());
    } else if (history.active == null && !(content.automatic() && history.paused != null)) {
      history.active = entry.deployment.id();
      data.queue(entry);
    } else {
      data.find(history.waiting)
          .ifPresent(older -> older.enter(new Failed(superseded(older, release)), "", data.now()));
      history.waiting = entry.deployment.id();
    }
    return entry.deployment;
  }

  private static Cause outdated(Release release, Release newer) {
    return new Cause(
        "pending",
        "%s comes from build %d and does not replace %s of the newer build %d by itself"
            .formatted(
                release.label(),
                release.content().buildNumber(),
                newer.label(),
                newer.content().buildNumber()),
        "if you do want it, roll back to %s by hand".formatted(release.label()),
        List.of());
  }

  private static Cause superseded(Entry older, Release by) {
    return new Cause(
        "pending",
        "superseded by %s before it was its turn".formatted(by.label()),
        "nothing needs to be done; if you do want v%d, roll back to it by hand"
            .formatted(older.deployment.release()),
        List.of());
  }

  @Override
  public Optional<Deployment> claim(WorkerId deployer, Duration wait) throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    data.lock.lockInterruptibly();
    try {
      while (true) {
        Optional<Entry> next = data.next(deployer, claimedHere);
        if (next.isPresent()) {
          claimedHere.add(next.get().deployment.id());
          return Optional.of(next.get().claimedBy(deployer, data.now().plus(LEASE)));
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return Optional.empty();
        }
        // Nobody signals that a lease ran out on a clock that a test moves.
        var _ = data.changed.await(Math.min(left, 20_000_000L), TimeUnit.NANOSECONDS);
      }
    } finally {
      data.lock.unlock();
    }
  }

  @Override
  public boolean renew(DeploymentId id, int attempt) {
    return data.locked(() -> {
      Optional<Entry> held = data.find(id).filter(entry -> entry.isHeld(attempt));
      held.ifPresent(entry -> entry.leaseUntil = data.now().plus(LEASE));
      return held.isPresent();
    });
  }

  @Override
  public Optional<Deployment> move(Deployment seen, DeploymentState to, String detail) {
    if (!DeploymentMoves.legal(seen.state(), to)) {
      throw new IllegalArgumentException(
          "deployment " + seen.id() + " cannot go from " + seen.state() + " to " + to);
    }
    return data.locked(() -> data.find(seen.id()).flatMap(entry -> move(entry, seen, to, detail)));
  }

  private Optional<Deployment> move(
      Entry entry, Deployment seen, DeploymentState to, String detail) {
    if (entry.deployment.attempt() != seen.attempt()) {
      return Optional.empty();
    }
    if (entry.isRepeatOf(seen, to)) {
      return Optional.of(entry.deployment);
    }
    if (!entry.deployment.phases().equals(seen.phases())) {
      return Optional.empty();
    }
    entry.enter(to, detail, data.now());
    if (to.ended()) {
      free(data.historyFor(seen.service()), entry.deployment);
    }
    return Optional.of(entry.deployment);
  }

  private void free(History history, Deployment ended) {
    if (ended.state() instanceof Live) {
      history.live = ended.release();
    }
    history.active = null;
    startWaiting(history);
  }

  private void startWaiting(History history) {
    Optional<Entry> waiting = data.find(history.waiting);
    if (history.active != null || waiting.isEmpty()) {
      return;
    }
    Entry next = waiting.get();
    if (history.paused == null || !history.content(next).automatic()) {
      history.active = history.waiting;
      history.waiting = null;
      data.queue(next);
    }
  }

  @Override
  public void pause(ServiceId service, Pause pause) {
    data.locked(() -> data.history(service).map(history -> history.paused = pause));
  }

  @Override
  public void resume(ServiceId service) {
    data.locked(() -> {
      data.history(service)
          .ifPresent(history -> {
            history.paused = null;
            startWaiting(history);
          });
      return true;
    });
  }

  @Override
  public void adjust(ServiceId service, Adjustments adjusted) {
    data.locked(() -> data.history(service).map(history -> history.adjusted = adjusted));
  }

  @Override
  public boolean wish(DeploymentId deployment, Wish wish) {
    return data.locked(() -> {
      Optional<Entry> open = data.find(deployment).filter(entry -> !entry.ended());
      open.ifPresent(entry -> entry.wish = wish);
      return open.isPresent();
    });
  }

  @Override
  public Optional<Wish> wish(DeploymentId deployment) {
    return data.locked(
        () -> data.find(deployment).flatMap(entry -> Optional.ofNullable(entry.wish)));
  }
}
