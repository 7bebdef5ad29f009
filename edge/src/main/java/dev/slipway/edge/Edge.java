package dev.slipway.edge;

import dev.slipway.core.deploy.Route;
import dev.slipway.core.deploy.Routes;
import dev.slipway.core.deploy.Routes.Counted;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reverse proxy in front of deployed services: sends each request to an instance behind its
 * host, follows the routes as deployers publish them, and reports what it has applied and what
 * still goes on at instances that no route names any more.
 *
 * <p>Serves without the store by the routes it saved last. One event loop per core accepts
 * connections. {@link #start} and {@link #close} block and are called once each, not on an event
 * loop.
 */
public final class Edge implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Edge.class);
  private static final AtomicInteger ANY_PORT = new AtomicInteger();
  private static final int LOOPS = Runtime.getRuntime().availableProcessors();
  private static final long CHANGE_SECONDS = 10;

  private final Vertx vertx;
  private final EdgeSettings settings;
  private final RoutesFile file;
  private final Counters counters;
  private final Router router;
  private final RouteFollower follower;
  private final List<ProxyLoop> loops = new CopyOnWriteArrayList<>();
  private volatile long applied;
  private @Nullable String deployment;

  public Edge(Vertx vertx, Routes routes, EdgeSettings settings) {
    this.vertx = vertx;
    this.settings = settings;
    this.file = new RoutesFile(settings.directory());
    this.follower = new RouteFollower(routes, settings.id(), file, new Table());
    this.counters = new Counters(LOOPS);
    this.router = new Router(counters, follower::tell);
  }

  /**
   * Loads the saved routes, listens, and begins to follow the store.
   *
   * @return the port it listens on
   * @throws IOException when it cannot listen there
   */
  public int start() throws IOException, InterruptedException {
    router.apply(file.load());
    applied = router.table().version();
    // Loops that name the same negative port share one free port.
    int port = settings.port() == 0 ? -ANY_PORT.incrementAndGet() : settings.port();
    DeploymentOptions each = new DeploymentOptions().setInstances(LOOPS);
    try {
      deployment =
          vertx
              .deployVerticle(() -> newLoop(port), each)
              .toCompletionStage()
              .toCompletableFuture()
              .get();
    } catch (ExecutionException e) {
      throw new IOException(
          "The edge cannot listen on %s:%d. Free the port, or set another one."
              .formatted(settings.bind(), settings.port()),
          e.getCause());
    }
    follower.start();
    int actual = loops.getFirst().port();
    LOG.info("The edge listens on {}:{}", settings.bind(), actual);
    return actual;
  }

  /** How many requests to held services wait now. */
  int waiting() {
    return loops.stream().mapToInt(loop -> loop.waitingRoom().size()).sum();
  }

  /** Stops accepting, lets what is going on finish up to the limit, and closes the rest. */
  @Override
  public void close() {
    try {
      follower.close();
      Duration drain = settings.limits().drain().plusSeconds(CHANGE_SECONDS);
      await(Future.join(loops.stream().map(ProxyLoop::drain).toList()), drain.toSeconds());
      String id = deployment;
      if (id != null) {
        await(vertx.undeploy(id), CHANGE_SECONDS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private ProxyLoop newLoop(int port) {
    ProxyLoop loop = new ProxyLoop(loops.size(), router, settings.limits(), settings.bind(), port);
    loops.add(loop);
    return loop;
  }

  private static void await(Future<?> future, long seconds) throws InterruptedException {
    try {
      future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("A part of the edge did not stop or change in time: {}", e.toString());
    }
  }

  /** The table as the follower sees it. */
  private final class Table implements RouteFollower.Applier {
    @Override
    public void apply(List<Route> all) throws InterruptedException {
      router.apply(all);
      // A loop picks and counts within one turn: after its next turn, every count is by the new
      // table.
      await(Future.join(loops.stream().map(ProxyLoop::tableChanged).toList()), CHANGE_SECONDS);
      applied = router.table().version();
    }

    @Override
    public long version() {
      return applied;
    }

    @Override
    public Map<String, Integer> draining() {
      return router.draining();
    }

    @Override
    public List<Counted> counted() {
      return counters.recent(System.nanoTime());
    }

    @Override
    public boolean shared() {
      return router.table().shared();
    }
  }
}
