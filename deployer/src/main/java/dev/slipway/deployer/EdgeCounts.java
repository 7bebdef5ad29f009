package dev.slipway.deployer;

import dev.slipway.core.deploy.RequestCounts;
import dev.slipway.core.deploy.Routes.Counted;
import dev.slipway.core.deploy.Routes.EdgeReport;
import dev.slipway.core.deploy.ServiceId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What each edge had counted of a service at one moment. Edges count from their own start on, and
 * tell only of releases that had requests lately.
 *
 * @param byEdge edge to release to counts
 */
record EdgeCounts(Map<String, Map<Integer, RequestCounts>> byEdge) {
  static EdgeCounts of(ServiceId service, Collection<EdgeReport> reports) {
    Map<String, Map<Integer, RequestCounts>> byEdge = new HashMap<>();
    for (EdgeReport report : reports) {
      Map<Integer, RequestCounts> byRelease = new HashMap<>();
      for (Counted counted : report.counted()) {
        if (counted.service().equals(service)) {
          byRelease.merge(counted.release(), counted.counts(), RequestCounts::plus);
        }
      }
      byEdge.put(report.edge(), byRelease);
    }
    return new EdgeCounts(byEdge);
  }

  /** All that the edges have counted of a release. */
  RequestCounts of(int release) {
    return byEdge.values().stream()
        .map(counts -> counts.getOrDefault(release, RequestCounts.NONE))
        .reduce(RequestCounts.NONE, RequestCounts::plus);
  }

  /** What they have counted of it since an earlier moment. */
  RequestCounts since(EdgeCounts earlier, int release) {
    RequestCounts sum = RequestCounts.NONE;
    for (var edge : byEdge.entrySet()) {
      RequestCounts before =
          earlier
              .byEdge
              .getOrDefault(edge.getKey(), Map.of())
              .getOrDefault(release, RequestCounts.NONE);
      sum = sum.plus(edge.getValue().getOrDefault(release, RequestCounts.NONE).since(before));
    }
    return sum;
  }
}
