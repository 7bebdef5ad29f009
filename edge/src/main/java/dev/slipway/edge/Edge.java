package dev.slipway.edge;

import dev.slipway.core.deploy.Route;
import dev.slipway.core.deploy.Routes;
import dev.slipway.core.deploy.Routes.Counted;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Path;
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
 * entrance, follows the routes as deployers publish them, and reports what it has applied, what it
 * counted, and what still goes on at instances that no route names any more.
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
  private static final long LOG_BYTES = 64L * 1024 * 1024;

  private final Vertx vertx;
  private final EdgeSettings settings;
  private final RoutesFile file;
  private final Counters counters;
  private final Router router;
  private final RouteFollower follower;
  private final @Nullable Certificates certificates;
  private final @Nullable AccessLog log;
  private final List<ProxyLoop> loops = new CopyOnWriteArrayList<>();
  private volatile long applied;
  private @Nullable CertificateWatch watch;
  private @Nullable String deployment;

  public Edge(Vertx vertx, Routes routes, EdgeSettings settings) {
    this.vertx = vertx;
    this.settings = settings;
    this.file = new RoutesFile(settings.directory());
    this.follower = new RouteFollower(routes, settings.id(), file, new Table());
    this.counters = new Counters(LOOPS);
    this.router = new Router(counters, follower::tell);
    TlsSettings tls = settings.tls();
    this.certificates = tls == null ? null : new Certificates(vertx, tls.certificates());
    Path lines = settings.accessLog();
    this.log = lines == null ? null : new AccessLog(lines, LOG_BYTES);
  }

  /**
   * Loads the saved routes, listens, and begins to follow the store.
   *
   * @return the port it listens on for plain HTTP
   * @throws IOException when it cannot listen there, or not for HTTPS
   */
  public int start() throws IOException, InterruptedException {
    router.apply(file.load());
    applied = router.table().version();
    if (log != null) {
      log.start();
    }
    listen();
    if (certificates != null) {
      listenForTls(certificates);
    }
    follower.start();
    int actual = loops.getFirst().port();
    LOG.info("The edge listens on {}:{}", settings.bind(), actual);
    return actual;
  }

  private void listen() throws IOException, InterruptedException {
    TlsSettings tls = settings.tls();
    ProxyLoop.Ports ports =
        new ProxyLoop.Ports(shared(settings.port()), tls == null ? null : shared(tls.port()));
    DeploymentOptions each = new DeploymentOptions().setInstances(LOOPS);
    try {
      deployment =
          vertx
              .deployVerticle(() -> newLoop(ports), each)
              .toCompletionStage()
              .toCompletableFuture()
              .get();
    } catch (ExecutionException e) {
      throw cannotListen(settings.port(), e);
    }
  }

  private void listenForTls(Certificates from) throws IOException, InterruptedException {
    CertificateWatch starting = new CertificateWatch(from, this::serveBy);
    watch = starting;
    try {
      starting.start();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw cannotListen(settings.tls() == null ? 0 : settings.tls().port(), e);
    }
  }

  private void serveBy(PemKeyCertOptions pairs) throws Exception {
    Future.join(loops.stream().map(loop -> loop.certificates(pairs)).toList())
        .toCompletionStage()
        .toCompletableFuture()
        .get(CHANGE_SECONDS, TimeUnit.SECONDS);
  }

  /** Loops that name the same negative port share one free port. */
  private static int shared(int port) {
    return port == 0 ? -ANY_PORT.incrementAndGet() : port;
  }

  private IOException cannotListen(int port, Exception why) {
    return new IOException(
        "The edge cannot listen on %s:%d. Free the port, or set another one."
            .formatted(settings.bind(), port),
        why);
  }

  /** Where it serves HTTPS; 0 where it does not, or has no certificate yet. */
  public int tlsPort() {
    return loops.getFirst().tlsPort();
  }

  /** How many requests to held services wait now. */
  int waiting() {
    return loops.stream().mapToInt(loop -> loop.waitingRoom().size()).sum();
  }

  /** Stops accepting, lets what is going on finish up to the limit, and closes the rest. */
  @Override
  public void close() {
    try {
      if (watch != null) {
        watch.close();
      }
      follower.close();
      Duration drain = settings.limits().drain().plusSeconds(CHANGE_SECONDS);
      await(Future.join(loops.stream().map(ProxyLoop::drain).toList()), drain.toSeconds());
      String id = deployment;
      if (id != null) {
        await(vertx.undeploy(id), CHANGE_SECONDS);
      }
      if (log != null) {
        log.close();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private ProxyLoop newLoop(ProxyLoop.Ports ports) {
    boolean redirect = settings.tls() != null && settings.tls().redirect();
    ProxyLoop.Shared shared = new ProxyLoop.Shared(router, certificates, redirect, log);
    ProxyLoop loop = new ProxyLoop(loops.size(), shared, settings.limits(), settings.bind(), ports);
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
