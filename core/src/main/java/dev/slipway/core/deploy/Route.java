package dev.slipway.core.deploy;

import dev.slipway.core.pipeline.EdgeLimits;
import dev.slipway.core.pipeline.HostPath;
import java.util.List;

/**
 * Where the edge sends the requests of a service.
 *
 * @param entrances what leads to it; none while nothing may reach it
 * @param shares the releases behind it; while there are several, a visitor stays with the one that
 *     answered first
 * @param held requests wait at the edge, up to a limit, until it is lifted
 * @param version grows with every published change of any service; 0 before publishing
 */
public record Route(
    ServiceId service,
    List<HostPath> entrances,
    List<Share> shares,
    EdgeLimits limits,
    boolean held,
    long version) {
  public Route {
    entrances = List.copyOf(entrances);
    shares = List.copyOf(shares);
  }

  /** One release gets everything. */
  public static Route to(
      ServiceId service,
      List<HostPath> entrances,
      EdgeLimits limits,
      int release,
      List<Instance> instances) {
    return new Route(
        service, entrances, List.of(new Share(release, 100, instances)), limits, false, 0);
  }

  /** Everything that it names. */
  public List<Instance> instances() {
    return shares.stream().flatMap(share -> share.instances().stream()).toList();
  }

  /** The same as published. */
  public Route withVersion(long published) {
    return new Route(service, entrances, shares, limits, held, published);
  }

  /** The same, with requests held or let go. */
  public Route withHeld(boolean now) {
    return new Route(service, entrances, shares, limits, now, version);
  }
}
