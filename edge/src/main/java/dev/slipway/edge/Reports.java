package dev.slipway.edge;

import dev.slipway.core.deploy.Routes;
import dev.slipway.core.deploy.Routes.Counted;
import dev.slipway.core.deploy.Routes.EdgeReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Tells the store what the edge did, as often as somebody may wait for it. Used by one thread. */
final class Reports {
  /** How often an edge says that it is alive. */
  static final Duration SIGN_OF_LIFE = Duration.ofSeconds(3);

  /** How often new counts are told, and all of them while several releases share requests. */
  static final Duration WHILE_COUNTING = Duration.ofSeconds(1);

  /** How often is told what still goes on while something drains. */
  static final Duration WHILE_DRAINING = Duration.ofMillis(250);

  private final Routes routes;
  private final String edge;
  private final RouteFollower.Applier applier;
  private List<Counted> toldCounts = List.of();
  private long toldAt = System.nanoTime() - SIGN_OF_LIFE.toNanos();
  private boolean hurried;

  Reports(Routes routes, String edge, RouteFollower.Applier applier) {
    this.routes = routes;
    this.edge = edge;
    this.applier = applier;
  }

  /** The next report is due at once. */
  void hurry() {
    hurried = true;
  }

  /** Reports if that is due; says when to come again. */
  Duration tell() {
    // The version first: what drains because of a newer table may be told too early, not late.
    long version = applier.version();
    Map<String, Integer> draining = applier.draining();
    List<Counted> counted = applier.counted();
    long now = System.nanoTime();
    boolean alive = now - toldAt < SIGN_OF_LIFE.toNanos();
    boolean watched = applier.shared() || !draining.isEmpty();
    if (hurried || !alive || watched || !counted.equals(toldCounts)) {
      routes.report(new EdgeReport(edge, version, draining, counted));
      hurried = false;
      toldCounts = counted;
      toldAt = now;
    }
    return draining.isEmpty() ? WHILE_COUNTING : WHILE_DRAINING;
  }
}
