package dev.slipway.core.deploy;

import dev.slipway.core.build.WorkerId;
import dev.slipway.core.deploy.Deployment.Phase;
import dev.slipway.core.deploy.DeploymentState.Pending;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the processes that use {@link InMemoryServices} share. All of it is guarded by one lock. */
final class InMemoryDeployments {
  final ReentrantLock lock = new ReentrantLock();
  final Condition changed = lock.newCondition();
  private final Clock clock;
  private final Map<String, History> histories = new TreeMap<>();
  private final List<Consumer<DeploymentId>> moves = new CopyOnWriteArrayList<>();
  private final Map<DeploymentId, Entry> entries = new LinkedHashMap<>();

  InMemoryDeployments(Clock clock) {
    this.clock = clock;
  }

  <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  void onMove(Consumer<DeploymentId> listener) {
    moves.add(listener);
  }

  private void moved(DeploymentId id) {
    moves.forEach(listener -> listener.accept(id));
  }

  Instant now() {
    return clock.instant();
  }

  Optional<History> history(ServiceId service) {
    return Optional.ofNullable(histories.get(service.value()));
  }

  History historyFor(ServiceId service) {
    return histories.computeIfAbsent(service.value(), _ -> new History());
  }

  Collection<History> histories() {
    return histories.values();
  }

  Optional<Entry> find(@Nullable DeploymentId id) {
    return id == null ? Optional.empty() : Optional.ofNullable(entries.get(id));
  }

  Entry add(Release release) {
    Entry entry = new Entry(release);
    entries.put(entry.deployment.id(), entry);
    moved(entry.deployment.id());
    return entry;
  }

  void queue(Entry entry) {
    entry.queued = true;
    changed.signalAll();
  }

  /** The next one to work on: an own one from before a restart, a lost one, or a fresh one. */
  Optional<Entry> next(WorkerId deployer, Set<DeploymentId> claimedHere) {
    List<Entry> open = entries.values().stream().filter(e -> e.queued && !e.ended()).toList();
    return open.stream()
        .filter(e -> deployer.equals(e.holder) && !claimedHere.contains(e.deployment.id()))
        .findFirst()
        .or(() -> open.stream().filter(e -> e.isLostAt(now())).findFirst())
        .or(() -> open.stream().filter(e -> e.holder == null).findFirst());
  }

  /** One service: its releases and what goes on. */
  static final class History {
    final List<Release> releases = new ArrayList<>();
    @Nullable Integer live;
    @Nullable DeploymentId active;
    @Nullable DeploymentId waiting;
    @Nullable DeploymentId last;
    @Nullable Pause paused;
    Adjustments adjusted = Adjustments.NONE;

    NewRelease content(Entry entry) {
      return releases.get(entry.deployment.release() - 1).content();
    }

    Service service() {
      Release shown = releases.get((live == null ? releases.size() : live) - 1);
      NewRelease content = shown.content();
      return new Service(
          shown.service(),
          content.spec().service(),
          content.spec().environment(),
          content.repositoryId(),
          content.repository(),
          content.spec().target(),
          content.spec().hosts(),
          live,
          active,
          paused,
          adjusted,
          last == null ? content.deployment() : last);
    }

    /** The release of the newest build, if that is newer than the one that this comes from. */
    Optional<Release> newerThan(NewRelease release) {
      if (!release.automatic()) {
        return Optional.empty();
      }
      return releases.stream()
          .filter(r -> r.content().automatic())
          .filter(r -> r.content().repositoryId().equals(release.repositoryId()))
          .max(Comparator.comparingLong(r -> r.content().buildNumber()))
          .filter(r -> r.content().buildNumber() > release.buildNumber());
    }
  }

  /** One rollout with its lease. */
  final class Entry {
    Deployment deployment;
    boolean queued;
    @Nullable WorkerId holder;
    @Nullable Instant leaseUntil;
    @Nullable Wish wish;

    Entry(Release release) {
      Instant at = release.content().createdAt();
      deployment =
          new Deployment(
              release.content().deployment(),
              release.service(),
              release.number(),
              release.content().kind(),
              at,
              0,
              new Pending(),
              List.of(new Phase(DeploymentState.Status.PENDING, at, null, "")));
    }

    boolean ended() {
      return deployment.state().ended();
    }

    boolean isLostAt(Instant now) {
      return leaseUntil != null && !leaseUntil.isAfter(now);
    }

    boolean isHeld(int attempt) {
      return holder != null && deployment.attempt() == attempt && !ended();
    }

    boolean isRepeatOf(Deployment seen, DeploymentState to) {
      return deployment.phases().size() == seen.phases().size() + 1
          && deployment.state().equals(to);
    }

    Deployment claimedBy(WorkerId deployer, Instant until) {
      holder = deployer;
      leaseUntil = until;
      return put(deployment.attempt() + 1, deployment.state(), deployment.phases());
    }

    void enter(DeploymentState state, String detail, Instant at) {
      List<Phase> phases = new ArrayList<>(deployment.phases());
      Phase left = phases.removeLast();
      phases.add(new Phase(left.name(), left.startedAt(), at, detail));
      phases.add(new Phase(state.status(), at, state.ended() ? at : null, ""));
      put(deployment.attempt(), state, phases);
      moved(deployment.id());
    }

    private Deployment put(int attempt, DeploymentState state, List<Phase> phases) {
      deployment =
          new Deployment(
              deployment.id(),
              deployment.service(),
              deployment.release(),
              deployment.kind(),
              deployment.createdAt(),
              attempt,
              state,
              phases);
      return deployment;
    }
  }
}
