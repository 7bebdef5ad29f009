package dev.slipway.store;

import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.Route;
import dev.slipway.core.deploy.Routes;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.log.Logs.Subscription;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The routing table in Redis. Changes and reports are signalled, so that nobody has to poll. */
public final class RedisRoutes implements Routes {
  private static final LuaScript PUBLISH = LuaScript.load("publish_route", "events", "deployments");
  private static final LuaScript REPORT = LuaScript.load("report_edge");
  private static final LuaScript EDGES = LuaScript.load("read_edges");

  /** How soon a waiting rollout notices that an edge died, of which nobody tells. */
  private static final Duration LOOK_FOR_DEAD = Duration.ofMillis(250);

  private final Redis redis;
  private final Clock clock;

  public RedisRoutes(Redis redis, Clock clock) {
    this.redis = redis;
    this.clock = clock;
  }

  @Override
  public List<Route> all() {
    return redis.call(commands -> commands.hgetall(Key.ROUTES.toString())).values().stream()
        .map(RedisRoutes::read)
        .toList();
  }

  @Override
  public Optional<Route> find(ServiceId service) {
    @Nullable String kept =
        redis.<@Nullable String>call(
            commands -> commands.hget(Key.ROUTES.toString(), service.value()));
    return Optional.ofNullable(kept).map(RedisRoutes::read);
  }

  @Override
  public Route publish(Route route) {
    return withVersion(route, PUBLISH.number(redis, route.service().value(), write(route), now()));
  }

  @Override
  public Optional<Route> publish(Route route, DeploymentId by, int attempt) {
    long version =
        PUBLISH.number(
            redis,
            route.service().value(),
            write(route),
            now(),
            by.value(),
            String.valueOf(attempt));
    return version == 0 ? Optional.empty() : Optional.of(withVersion(route, version));
  }

  private String now() {
    return clock.instant().toString();
  }

  @Override
  public Subscription follow(Listener listener) {
    ReentrantLock oneAtATime = new ReentrantLock(true);
    Runnable tell =
        () -> {
          // Read within the lock, so that an older table never follows a newer one.
          oneAtATime.lock();
          try {
            listener.routes(all());
          } finally {
            oneAtATime.unlock();
          }
        };
    Subscription subscription = redis.signals().on(Key.ROUTES.toString(), tell);
    try {
      tell.run();
    } catch (RuntimeException e) {
      subscription.close();
      throw e;
    }
    return subscription;
  }

  @Override
  public void report(EdgeReport report) {
    REPORT.number(redis, report.edge(), Json.write(report), String.valueOf(EDGE_ALIVE.toMillis()));
  }

  @Override
  public List<EdgeReport> edges() {
    return EDGES.list(redis).stream()
        .map(report -> Json.read(Objects.requireNonNull(report), EdgeReport.class))
        .toList();
  }

  @Override
  public boolean awaitEdges(Predicate<List<EdgeReport>> wanted, Duration most)
      throws InterruptedException {
    return Waiting.on(redis.signals(), Key.EDGES.toString())
        .lookingEvery(LOOK_FOR_DEAD)
        .until(() -> Optional.of(edges()).filter(wanted), most)
        .isPresent();
  }

  private static String write(Route route) {
    return Json.write(withVersion(route, 0));
  }

  /** Version, blank, JSON. */
  private static Route read(String kept) {
    int blank = kept.indexOf(' ');
    return withVersion(
        Json.read(kept.substring(blank + 1), Route.class),
        Long.parseLong(kept.substring(0, blank)));
  }

  private static Route withVersion(Route route, long version) {
    return new Route(route.service(), route.hosts(), route.release(), route.instances(), version);
  }
}
