package dev.slipway.core.deploy;

import dev.slipway.core.log.Logs.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The routing table between deployers, who write it, and edges, who follow it and report what they
 * did. Safe for concurrent use.
 */
public interface Routes {
  /** How long an edge counts as alive after its last report. */
  Duration EDGE_ALIVE = Duration.ofSeconds(10);

  /** All routes, of every service. */
  List<Route> all();

  Optional<Route> find(ServiceId service);

  /**
   * Replaces the service's route and tells every edge, in one atomic step with the check that the
   * rollout's lease still holds. The result carries the version, which stays the same when the
   * route is already as wanted.
   *
   * @param attempt of the deployment, as claimed
   * @return empty, and nothing written, when the lease is lost or the deployment has ended
   */
  Optional<Route> publish(Route route, DeploymentId by, int attempt);

  /**
   * Has the edges hold a service's requests, whatever rollouts publish meanwhile. Who asks later
   * replaces what is told of why.
   */
  void hold(ServiceId service, Pause why);

  /** Lets them go; a route that a rollout holds stays held. */
  void letGo(ServiceId service);

  /** Why they are held by hand; empty when they are not, or a rollout alone holds them. */
  Optional<Pause> heldByHand(ServiceId service);

  /**
   * Calls the listener with all routes soon after this call, after each change, and after a lost
   * connection came back, until closed; one call at a time. Changes that follow each other quickly
   * may be told in one call. An older list never follows a newer one.
   */
  Subscription follow(Listener listener);

  /** Says what an edge has done; also its sign of life. */
  void report(EdgeReport report);

  /** The last reports of the edges that are alive. */
  List<EdgeReport> edges();

  /**
   * Waits until the reports of the edges that are alive are as wanted; asks again soon after each
   * report, and whenever an edge stopped being alive.
   *
   * @param wanted is also asked with an empty list, when no edge is alive
   * @param most how long to wait
   * @return whether they are; false when the time is over
   */
  boolean awaitEdges(Predicate<List<EdgeReport>> wanted, Duration most) throws InterruptedException;

  /** What an edge wants to know. */
  interface Listener {
    /** These are all the routes now. */
    void routes(List<Route> all);
  }

  /**
   * What an edge has done.
   *
   * @param edge names the edge's process
   * @param version the newest route version that it has applied
   * @param draining requests and connections still going to instances that no route names any more,
   *     by {@code host:port}
   * @param counted what it counted since it started, of the releases that had requests lately
   */
  record EdgeReport(
      String edge, long version, Map<String, Integer> draining, List<Counted> counted) {
    public EdgeReport {
      draining = Map.copyOf(draining);
      counted = List.copyOf(counted);
    }
  }

  /** The requests of one release. */
  record Counted(ServiceId service, int release, RequestCounts counts) {}
}
