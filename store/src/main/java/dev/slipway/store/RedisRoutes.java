package dev.slipway.store;

import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.Pause;
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
  private static final LuaScript PUBLISH =
      LuaScript.load("publish_route", "events", "deployments", "routes");
  private static final LuaScript HOLD = LuaScript.load("hold_service", "events", "routes");
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
  public Optional<Route> publish(Route route, DeploymentId by, int attempt) {
    @Nullable String kept =
        PUBLISH.value(
            redis,
            route.service().value(),
            Json.write(route.withVersion(0)),
            now(),
            by.value(),
            String.valueOf(attempt));
    return Optional.ofNullable(kept).map(RedisRoutes::read);
  }

  @Override
  public void hold(ServiceId service, Pause why) {
    HOLD.number(redis, service.value(), now(), Json.write(why));
  }

  @Override
  public void letGo(ServiceId service) {
    HOLD.number(redis, service.value(), now());
  }

  @Override
  public Optional<Pause> heldByHand(ServiceId service) {
    @Nullable String kept =
        redis.<@Nullable String>call(
            commands -> commands.hget(Key.HELD_SERVICES.toString(), service.value()));
    return Optional.ofNullable(kept).map(why -> Json.read(why, Pause.class));
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

  /** Version, blank, whether it is held by hand, blank, JSON. */
  private static Route read(String kept) {
    String[] parts = kept.split(" ", 3);
    Route published = Json.read(parts[2], Route.class);
    return published
        .withHeld(published.held() || parts[1].equals("held"))
        .withVersion(Long.parseLong(parts[0]));
  }
}
