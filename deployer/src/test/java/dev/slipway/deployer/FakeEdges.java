package dev.slipway.deployer;

import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.InMemoryRoutes;
import dev.slipway.core.deploy.Pause;
import dev.slipway.core.deploy.Route;
import dev.slipway.core.deploy.Routes;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.log.Logs.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A routing table with one edge that follows it, in time that a test lets pass. */
final class FakeEdges implements Routes {
  boolean follows = true;
  boolean alive = true;
  final Map<String, Integer> draining = new HashMap<>();
  final List<Route> history = new ArrayList<>();
  final List<Counted> counted = new ArrayList<>();
  private final FakeTime time;
  private final InMemoryRoutes routes;
  private long applied;

  FakeEdges(FakeTime time) {
    this.time = time;
    this.routes = new InMemoryRoutes(time.clock);
  }

  @Override
  public List<Route> all() {
    return routes.all();
  }

  @Override
  public Optional<Route> find(ServiceId service) {
    return routes.find(service);
  }

  @Override
  public Optional<Route> publish(Route route, DeploymentId by, int attempt) {
    Route published = routes.publish(route);
    applied = follows ? published.version() : applied;
    history.add(published);
    return Optional.of(published);
  }

  @Override
  public void hold(ServiceId service, Pause why) {
    routes.hold(service, why);
  }

  @Override
  public void letGo(ServiceId service) {
    routes.letGo(service);
  }

  @Override
  public Optional<Pause> heldByHand(ServiceId service) {
    return routes.heldByHand(service);
  }

  @Override
  public Subscription follow(Listener listener) {
    return routes.follow(listener);
  }

  @Override
  public void report(EdgeReport report) {
    routes.report(report);
  }

  @Override
  public List<EdgeReport> edges() {
    return alive
        ? List.of(new EdgeReport("edge-1", applied, draining, List.copyOf(counted)))
        : List.of();
  }

  @Override
  public boolean awaitEdges(Predicate<List<EdgeReport>> wanted, Duration most) {
    Duration started = time.now();
    while (!wanted.test(edges())) {
      if (time.since(started).compareTo(most) >= 0) {
        return false;
      }
      time.pause(Duration.ofMillis(1));
    }
    return true;
  }
}
