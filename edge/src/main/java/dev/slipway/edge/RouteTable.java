package dev.slipway.edge;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All routes at one moment.
 *
 * @param version the newest of theirs
 * @param entrances by host, as {@link HostName} writes it, those with the longest path first
 * @param upstreams everybody who gets requests by weight
 */
record RouteTable(long version, Map<String, List<Entrance>> entrances, Set<Upstream> upstreams) {
  static final RouteTable EMPTY = new RouteTable(0, Map.of(), Set.of());

  RouteTable {
    entrances = Map.copyOf(entrances);
    upstreams = Set.copyOf(upstreams);
  }

  /** The entrance with the longest path that leads to the target; null where none does. */
  @Nullable Entrance find(String host, String target) {
    List<Entrance> below = entrances.get(host);
    if (below != null) {
      for (int i = 0; i < below.size(); i++) {
        if (below.get(i).leads(target)) {
          return below.get(i);
        }
      }
    }
    return null;
  }

  /** Whether several releases share the requests of any service. */
  boolean shared() {
    return entrances.values().stream()
        .flatMap(List::stream)
        .anyMatch(entrance -> entrance.backend().shared());
  }
}
