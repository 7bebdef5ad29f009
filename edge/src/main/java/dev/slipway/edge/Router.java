package dev.slipway.edge;

import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds the routing table, and knows the instances that left it until they have finished. Safe for
 * concurrent use; reading the table takes no lock.
 */
final class Router {
  private final Runnable onDrained;
  private final Map<Instance, Upstream> known = new HashMap<>();
  private volatile RouteTable table = RouteTable.EMPTY;

  /** {@code onDrained} is called when an instance that left the table has finished. */
  Router(Runnable onDrained) {
    this.onDrained = onDrained;
  }

  RouteTable table() {
    return table;
  }

  /**
   * Replaces the table. An instance that comes back keeps its counts. Where two services claim a
   * host, the one published last has it.
   */
  synchronized void apply(List<Route> routes) {
    forgetFinished();
    long version = 0;
    Map<String, Backend> backends = new HashMap<>();
    Set<Upstream> named = new HashSet<>();
    List<Route> oldestFirst = new ArrayList<>(routes);
    oldestFirst.sort(Comparator.comparingLong(Route::version));
    for (Route route : oldestFirst) {
      List<Upstream> upstreams = route.instances().stream().map(this::upstream).toList();
      Backend backend = new Backend(route.service(), upstreams);
      for (String asWritten : route.hosts()) {
        String host = HostName.parse(asWritten);
        if (host != null) {
          backends.put(host, backend);
        }
      }
      named.addAll(upstreams);
      version = Math.max(version, route.version());
    }
    table = new RouteTable(version, backends, named);
    for (Upstream upstream : known.values()) {
      upstream.retired(!named.contains(upstream));
    }
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
    known.values().removeIf(upstream -> upstream.retired() && upstream.open() == 0);
  }
}
