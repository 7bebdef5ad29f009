package dev.slipway.server;

import dev.slipway.core.StoreUnavailableException;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.Pause;
import dev.slipway.core.deploy.Route;
import dev.slipway.core.deploy.Routes;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.log.Logs.Subscription;
import dev.slipway.store.Redis;
import dev.slipway.store.RedisRoutes;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The routes in a Redis that may not be there yet: each call connects if nobody has so far, and
 * throws {@link StoreUnavailableException} where that fails. So an edge starts without it.
 */
final class RoutesOnceConnected implements Routes, AutoCloseable {
  private final URI url;
  private final Clock clock;
  private final ReentrantLock connecting = new ReentrantLock();
  private @Nullable Redis redis;
  private @Nullable Routes routes;
  private boolean closed;

  RoutesOnceConnected(URI url, Clock clock) {
    this.url = url;
    this.clock = clock;
  }

  private Routes routes() {
    connecting.lock();
    try {
      if (routes != null) {
        return routes;
      }
      if (closed) {
        throw new StoreUnavailableException("the connection to Redis is closed");
      }
      Redis fresh = Redis.connect(url.toString());
      redis = fresh;
      routes = new RedisRoutes(fresh, clock);
      return routes;
    } finally {
      connecting.unlock();
    }
  }

  @Override
  public List<Route> all() {
    return routes().all();
  }

  @Override
  public Optional<Route> find(ServiceId service) {
    return routes().find(service);
  }

  @Override
  public Optional<Route> publish(Route route, DeploymentId by, int attempt) {
    return routes().publish(route, by, attempt);
  }

  @Override
  public void hold(ServiceId service, Pause why) {
    routes().hold(service, why);
  }

  @Override
  public void letGo(ServiceId service) {
    routes().letGo(service);
  }

  @Override
  public Optional<Pause> heldByHand(ServiceId service) {
    return routes().heldByHand(service);
  }

  @Override
  public Subscription follow(Listener listener) {
    return routes().follow(listener);
  }

  @Override
  public void report(EdgeReport report) {
    routes().report(report);
  }

  @Override
  public List<EdgeReport> edges() {
    return routes().edges();
  }

  @Override
  public boolean awaitEdges(Predicate<List<EdgeReport>> wanted, Duration most)
      throws InterruptedException {
    return routes().awaitEdges(wanted, most);
  }

  @Override
  public void close() {
    connecting.lock();
    try {
      closed = true;
      if (redis != null) {
        redis.close();
      }
    } finally {
      connecting.unlock();
    }
  }
}
