package dev.slipway.deployer;

import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.Route;
import dev.slipway.core.deploy.Routes;
import dev.slipway.core.deploy.Routes.EdgeReport;
import dev.slipway.core.deploy.Share;
import dev.slipway.core.pipeline.DeploySpec;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Moves a service's traffic between releases, and knows when every edge has followed. */
final class Traffic {
  /**
   * An edge that died counts as alive for {@link Routes#EDGE_ALIVE}; only one that is still there
   * afterwards is really stuck.
   */
  static final Duration EDGES_FOLLOW_WITHIN = Routes.EDGE_ALIVE.plusSeconds(2);

  private static final int ALL = 100;

  /** How long to wait for an edge that starts together with the deployer. */
  private static final Duration NO_EDGE_FOR = Duration.ofSeconds(1);

  private final Routes routes;
  private final Time time;

  Traffic(Routes routes, Time time) {
    this.routes = routes;
    this.time = time;
  }

  /**
   * Routes the service to these containers and waits until every living edge does so.
   *
   * @return one sentence with the figures
   * @throws PhaseFailedException when an edge does not follow
   */
  String moveTo(Release release, List<Instance> instances, Lease lease)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    return move(route(release, List.of(new Share(release.number(), ALL, instances))), lease);
  }

  /**
   * The same, with containers of the release before behind them, which answer where none of the new
   * ones lets anybody in.
   */
  String moveTo(Release release, List<Instance> instances, Predecessor behind, Lease lease)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    return behind.instances().isEmpty()
        ? moveTo(release, instances, lease)
        : divide(release, instances, ALL, behind, lease);
  }

  /** Takes away what is behind the containers of a release; whether there was anything. */
  boolean leaveAlone(Release release, List<Instance> instances, Lease lease)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    boolean accompanied =
        routes.find(release.service()).filter(route -> route.shares().size() > 1).isPresent();
    if (accompanied) {
      moveTo(release, instances, lease);
    }
    return accompanied;
  }

  /** The same with a share for the new containers, and the rest for those that serve so far. */
  String divide(
      Release release, List<Instance> instances, int percent, Predecessor old, Lease lease)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    List<Share> shares =
        List.of(
            new Share(release.number(), percent, instances),
            new Share(old.release().number(), ALL - percent, old.instances()));
    return move(route(release, shares), lease);
  }

  /** Has the edges keep requests waiting, and waits until they do. */
  void hold(Predecessor serving, Lease lease)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    Release release = serving.release();
    List<Share> shares = List.of(new Share(release.number(), ALL, serving.instances()));
    move(route(release, shares).withHeld(true), lease);
  }

  private String move(Route wanted, Lease lease)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    Duration started = time.now();
    Route route = publish(wanted, lease);
    boolean followed = followed(route, NO_EDGE_FOR);
    if (!followed && routes.edges().isEmpty()) {
      return "the route is set, but no edge is running: nobody can reach the service until one is"
          + " started";
    }
    if (!followed && !followed(route, EDGES_FOLLOW_WITHIN.minus(NO_EDGE_FOR))) {
      throw stuck(route);
    }
    return Words.count(routes.edges().size(), "edge")
        + " moved the traffic in "
        + Words.of(time.since(started));
  }

  private boolean followed(Route route, Duration most) throws InterruptedException {
    return routes.awaitEdges(
        edges -> !edges.isEmpty() && edges.stream().noneMatch(edge -> isBehind(edge, route)), most);
  }

  private static boolean isBehind(EdgeReport edge, Route route) {
    return edge.version() < route.version();
  }

  /**
   * Takes the hosts off the containers of a release that are about to go, where nothing else serves
   * them: a route that no host leads to reaches nobody, also when their ports are used again.
   */
  void withdraw(Release release, List<Instance> instances, Lease lease) throws LeaseLostException {
    List<Share> shares = List.of(new Share(release.number(), ALL, instances));
    DeploySpec spec = release.content().spec();
    publish(new Route(release.service(), List.of(), shares, spec.limits(), false, 0), lease);
  }

  /**
   * The store checks the lease in the same step: a deployer that was stopped in between moves
   * nothing.
   */
  private Route publish(Route route, Lease lease) throws LeaseLostException {
    lease.check();
    return routes
        .publish(route, lease.deployment(), lease.attempt())
        .orElseThrow(() -> new LeaseLostException(lease.deployment() + " is no longer ours"));
  }

  /** How many requests and connections the edges still have with these containers. */
  int inFlight(Collection<Instance> instances) {
    return routes.edges().stream()
        .mapToInt(edge ->
            instances.stream()
                .mapToInt(instance -> edge.draining().getOrDefault(instance.toString(), 0))
                .sum())
        .sum();
  }

  /** What the edges have counted so far. */
  EdgeCounts counts(Release release) {
    return EdgeCounts.of(release.service(), routes.edges());
  }

  private static Route route(Release release, List<Share> shares) {
    DeploySpec spec = release.content().spec();
    return new Route(release.service(), spec.hosts(), shares, spec.limits(), false, 0);
  }

  private PhaseFailedException stuck(Route route) {
    String who =
        routes.edges().stream()
            .filter(edge -> isBehind(edge, route))
            .map(edge -> edge.edge() + " (at version " + edge.version() + ")")
            .collect(Collectors.joining(", "));
    return new PhaseFailedException(
        "an edge did not take over version "
            + route.version()
            + " of the routes within "
            + Words.of(EDGES_FOLLOW_WITHIN)
            + ": "
            + (who.isEmpty() ? "the last one went away meanwhile" : who),
        "look into the log of that edge: it must reach Redis; then roll out again",
        List.of());
  }
}
