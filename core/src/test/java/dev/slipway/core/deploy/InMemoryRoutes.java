package dev.slipway.core.deploy;

import dev.slipway.core.log.Logs.Subscription;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A routing table in memory, for tests. Listeners are called on the publishing thread, before
 * {@link #publish} returns.
 */
public final class InMemoryRoutes implements Routes {
  /** How often a waiting thread looks whether an edge died, which nobody signals. */
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Clock clock;
  private final Function<DeploymentId, Optional<Deployment>> deployments;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition reported = lock.newCondition();

  /** As rollouts published them. */
  private final Map<String, Route> published = new HashMap<>();

  private final Map<ServiceId, Pause> heldByHand = new HashMap<>();

  /** As edges are told of them. */
  private final Map<String, Route> routes = new TreeMap<>();

  private final Map<String, Seen> edges = new TreeMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private long version;

  /** Knows of no deployments: nobody holds a lease. */
  public InMemoryRoutes(Clock clock) {
    this(clock, _ -> Optional.empty());
  }

  /** Believes only who holds the lease of a deployment of these services. */
  public InMemoryRoutes(Clock clock, Services services) {
    this(clock, services::deployment);
  }

  private InMemoryRoutes(Clock clock, Function<DeploymentId, Optional<Deployment>> deployments) {
    this.clock = clock;
    this.deployments = deployments;
  }

  @Override
  public List<Route> all() {
    lock.lock();
    try {
      return List.copyOf(routes.values());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Route> find(ServiceId service) {
    return all().stream().filter(route -> route.service().equals(service)).findFirst();
  }

  /** Publishes as if by a rollout whose lease holds. */
  public Route publish(Route route) {
    lock.lock();
    try {
      published.put(route.service().value(), route);
      return tell(route);
    } finally {
      lock.unlock();
    }
  }

  private Route tell(Route route) {
    Route wanted = route.withHeld(route.held() || heldByHand.containsKey(route.service()));
    Route known = routes.get(route.service().value());
    if (known != null && known.equals(wanted.withVersion(known.version()))) {
      return known;
    }
    Route told = wanted.withVersion(++version);
    routes.put(route.service().value(), told);
    listeners.forEach(listener -> listener.routes(all()));
    return told;
  }

  @Override
  public Optional<Route> publish(Route route, DeploymentId by, int attempt) {
    lock.lock();
    try {
      return deployments
          .apply(by)
          .filter(deployment -> deployment.attempt() == attempt && !deployment.state().ended())
          .map(_ -> publish(route));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void hold(ServiceId service, Pause why) {
    changeHold(service, held -> held.put(service, why));
  }

  @Override
  public void letGo(ServiceId service) {
    changeHold(service, held -> held.remove(service));
  }

  private void changeHold(ServiceId service, Consumer<Map<ServiceId, Pause>> change) {
    lock.lock();
    try {
      change.accept(heldByHand);
      Route route = published.get(service.value());
      if (route != null) {
        tell(route);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Pause> heldByHand(ServiceId service) {
    lock.lock();
    try {
      return Optional.ofNullable(heldByHand.get(service));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Subscription follow(Listener listener) {
    lock.lock();
    try {
      listeners.add(listener);
      listener.routes(all());
      return () -> listeners.remove(listener);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void report(EdgeReport report) {
    lock.lock();
    try {
      edges.put(report.edge(), new Seen(report, clock.instant()));
      reported.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<EdgeReport> edges() {
    lock.lock();
    try {
      Instant dead = clock.instant().minus(EDGE_ALIVE);
      return edges.values().stream()
          .filter(seen -> seen.at().isAfter(dead))
          .map(Seen::report)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean awaitEdges(Predicate<List<EdgeReport>> wanted, Duration most)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long deadline = System.nanoTime() + most.toNanos();
      while (!wanted.test(edges())) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        var _ = reported.awaitNanos(Math.min(left, LOOK_AGAIN_NANOS));
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private record Seen(EdgeReport report, Instant at) {}
}
