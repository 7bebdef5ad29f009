package dev.slipway.edge;

import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Route;
import dev.slipway.core.deploy.Share;
import dev.slipway.core.pipeline.HostPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds the routing table, and knows the instances that left it, or get nothing by weight any more,
 * until they have finished. Safe for concurrent use; reading the table takes no lock.
 */
final class Router {
  private final Counters counters;
  private final Runnable onDrained;
  private final Map<Instance, Upstream> known = new HashMap<>();
  private Set<Instance> reachable = Set.of();
  private volatile RouteTable table = RouteTable.EMPTY;

  /** {@code onDrained} is called when an instance that left the table has finished. */
  Router(Counters counters, Runnable onDrained) {
    this.counters = counters;
    this.onDrained = onDrained;
  }

  RouteTable table() {
    return table;
  }

  /**
   * Replaces the table. An instance that comes back keeps its counts. Where two services claim the
   * same entrance, the one published last has it.
   */
  synchronized void apply(List<Route> routes) {
    forgetFinished();
    long version = 0;
    Map<HostPath, Backend> backends = new HashMap<>();
    Set<Upstream> named = new HashSet<>();
    Set<Instance> routed = new HashSet<>();
    List<ReleaseCounts> counted = new ArrayList<>();
    List<Route> oldestFirst = new ArrayList<>(routes);
    oldestFirst.sort(Comparator.comparingLong(Route::version));
    for (Route route : oldestFirst) {
      Backend backend = backend(route);
      route.entrances().forEach(entrance -> backends.put(entrance, backend));
      routed.addAll(route.instances());
      route.shares().stream()
          .filter(share -> share.weight() > 0)
          .flatMap(share -> share.instances().stream())
          .forEach(instance -> named.add(upstream(instance)));
      backend.shares().forEach(share -> counted.add(share.counts()));
      version = Math.max(version, route.version());
    }
    counters.keepOnly(counted);
    reachable = routed;
    table = new RouteTable(version, byHost(backends), named);
    for (Upstream upstream : known.values()) {
      upstream.retired(!named.contains(upstream));
    }
  }

  private Backend backend(Route route) {
    List<Balancer> shares = new ArrayList<>();
    for (Share share : route.shares()) {
      shares.add(
          new Balancer(
              route.service(),
              share.release(),
              share.weight(),
              share.instances().stream().map(this::upstream).toList(),
              counters.of(route.service(), share.release())));
    }
    return new Backend(route.service(), shares, route.limits(), route.held());
  }

  private static Map<String, List<Entrance>> byHost(Map<HostPath, Backend> backends) {
    Map<String, List<Entrance>> byHost = new HashMap<>();
    backends.forEach((entrance, backend) ->
        byHost
            .computeIfAbsent(entrance.host(), _ -> new ArrayList<>())
            .add(new Entrance(entrance.path(), backend)));
    byHost
        .values()
        .forEach(below ->
            below.sort(
                Comparator.comparingInt((Entrance entrance) -> entrance.path().length())
                    .reversed()));
    return byHost;
  }

  /** What still goes on at instances that left the table, by {@code host:port}. */
  synchronized Map<String, Integer> draining() {
    Map<String, Integer> draining = new HashMap<>();
    for (Upstream upstream : known.values()) {
      int open = upstream.open();
      if (upstream.retired() && open > 0) {
        draining.merge(upstream.toString(), open, Integer::sum);
      }
    }
    return draining;
  }

  private Upstream upstream(Instance instance) {
    return known.computeIfAbsent(instance, i -> new Upstream(i, onDrained));
  }

  /**
   * Only once the next table comes: right after this one, a loop may have picked by the one before
   * and not yet counted.
   */
  private void forgetFinished() {
    known
        .values()
        .removeIf(upstream ->
            upstream.retired() && upstream.open() == 0 && !reachable.contains(upstream.instance()));
  }
}
