package dev.slipway.edge;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All routes at one moment.
 *
 * @param version the newest of theirs
 * @param backends by host, as {@link HostName} writes it
 * @param upstreams everybody who is named
 */
record RouteTable(long version, Map<String, Backend> backends, Set<Upstream> upstreams) {
  static final RouteTable EMPTY = new RouteTable(0, Map.of(), Set.of());

  RouteTable {
    backends = Map.copyOf(backends);
    upstreams = Set.copyOf(upstreams);
  }

  @Nullable Backend find(String host) {
    return backends.get(host);
  }
}
