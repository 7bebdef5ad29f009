package dev.slipway.edge;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One event loop of the edge: accepts connections, and keeps its own connections to the instances.
 */
final class ProxyLoop extends VerticleBase {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final long SWEEP_MILLIS = 1_000;

  private final int index;
  private final Router router;
  private final Limits limits;
  private final HttpServerOptions listening;
  private final HeadDeadlines heads;
  private final WaitingRoom waitingRoom;
  private final Map<Upstream, ConnectionPool> pools = new HashMap<>();
  private HttpServer server;
  private HttpClientAgent client;

  // Vert.x sets vertx and context, and then calls start, before anything else happens here.
  @SuppressWarnings("NullAway.Init")
  ProxyLoop(int index, Router router, Limits limits, String bind, int port) {
    this.index = index;
    this.router = router;
    this.limits = limits;
    this.heads = new HeadDeadlines(limits.head().toNanos());
    this.waitingRoom = new WaitingRoom(Limits.HELD, limits.hold());
    this.listening =
        new HttpServerOptions()
            .setHost(bind)
            .setPort(port)
            .setTcpNoDelay(true)
            .setAcceptBacklog(1024)
            .setMaxHeaderSize(limits.headerBytes())
            .setMaxInitialLineLength(8 * 1024)
            .setHttp2ClearTextEnabled(false)
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
            .setIdleTimeout((int) limits.idle().toMillis());
  }

  @Override
  public Future<?> start() {
    client =
        vertx
            .httpClientBuilder()
            .with(
                new HttpClientOptions()
                    .setTcpNoDelay(true)
                    .setKeepAliveTimeout(0)
                    .setConnectTimeout((int) CONNECT_LIMIT.toMillis())
                    .setMaxHeaderSize(limits.headerBytes())
                    .setDecompressionSupported(false))
            .build();
    vertx.setPeriodic(SWEEP_MILLIS, _ -> sweep());
    server =
        vertx
            .createHttpServer(listening)
            .connectionHandler(heads::opened)
            .requestHandler(this::serve);
    return server.listen();
  }

  int port() {
    return server.actualPort();
  }

  /** Numbers the loops of an edge from 0. */
  int index() {
    return index;
  }

  Router router() {
    return router;
  }

  Limits limits() {
    return limits;
  }

  HeadDeadlines heads() {
    return heads;
  }

  WaitingRoom waitingRoom() {
    return waitingRoom;
  }

  /** The connections of this loop to the instance. */
  ConnectionPool pool(Upstream upstream) {
    return pools.computeIfAbsent(upstream, u -> new ConnectionPool(client, u));
  }

  /** Calls back later, on this loop. */
  long after(Duration delay, Runnable then) {
    return vertx.setTimer(Math.max(1, delay.toMillis()), _ -> then.run());
  }

  void cancel(long timer) {
    vertx.cancelTimer(timer);
  }

  /** Calls back in the next turn of this loop, when what was read at once is dealt with. */
  void soon(Runnable then) {
    vertx.getOrCreateContext().runOnContext(_ -> then.run());
  }

  /** Completes when this loop sends nothing by an earlier table any more. */
  Future<Void> tableChanged() {
    Promise<Void> done = Promise.promise();
    context.runOnContext(_ -> {
      retirePools();
      waitingRoom.open();
      done.complete();
    });
    return done.future();
  }

  /** Stops accepting and waits for what is going on, up to the limit. */
  Future<Void> drain() {
    context.runOnContext(_ -> waitingRoom.close());
    return server.shutdown(limits.drain().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void serve(HttpServerRequest request) {
    heads.busy(request.connection());
    new Exchange(this, request).begin();
  }

  private void retirePools() {
    RouteTable table = router.table();
    pools.forEach((upstream, pool) -> pool.retire(!table.upstreams().contains(upstream)));
    forgetFinished();
  }

  private void sweep() {
    long now = System.nanoTime();
    heads.closeLate(now);
    waitingRoom.closeLate(now);
    pools.values().forEach(pool -> pool.closeExpired(now));
    forgetFinished();
  }

  private void forgetFinished() {
    pools.entrySet().removeIf(e -> e.getValue().retired() && e.getKey().open() == 0);
  }
}
