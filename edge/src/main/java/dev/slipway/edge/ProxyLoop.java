package dev.slipway.edge;

import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One event loop of the edge: accepts connections, and keeps its own connections to the instances.
 */
final class ProxyLoop extends VerticleBase {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  /** What Vert.x calls its handler for connections without traffic. */
  private static final String IDLE = "idle";

  private static final long SWEEP_MILLIS = 1_000;
  private static final long ANSWERS_MILLIS = 50;

  private final int index;
  private final Shared shared;
  private final Limits limits;
  private final String bind;
  private final Ports ports;
  private final HeadDeadlines heads;
  private final AnswerDeadlines answers = new AnswerDeadlines();
  private final WaitingRoom waitingRoom;
  private final Map<Upstream, ConnectionPool> pools = new HashMap<>();
  private HttpServer server;
  private volatile @Nullable HttpServer tlsServer;
  private HttpClientAgent client;

  // Vert.x sets vertx and context, and then calls start, before anything else happens here.
  @SuppressWarnings("NullAway.Init")
  ProxyLoop(int index, Shared shared, Limits limits, String bind, Ports ports) {
    this.index = index;
    this.shared = shared;
    this.limits = limits;
    this.bind = bind;
    this.ports = ports;
    this.heads = new HeadDeadlines(limits.head().toNanos());
    this.waitingRoom = new WaitingRoom(Limits.HELD, limits.hold());
  }

  /** What all loops of an edge use. */
  record Shared(
      Router router,
      @Nullable Certificates certificates,
      boolean redirect,
      @Nullable AccessLog log) {}

  /** Where to listen; {@code tls} is null where nobody asks for it. */
  record Ports(int plain, @Nullable Integer tls) {}

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
    vertx.setPeriodic(ANSWERS_MILLIS, _ -> answers.endLate(System.nanoTime()));
    server = serving(listening().setPort(ports.plain()));
    return server.listen();
  }

  private HttpServerOptions listening() {
    return new HttpServerOptions()
        .setHost(bind)
        .setTcpNoDelay(true)
        .setAcceptBacklog(1024)
        .setMaxHeaderSize(limits.headerBytes())
        .setMaxInitialLineLength(8 * 1024)
        .setHttp2ClearTextEnabled(true)
        // Until the first head is there, when it is known which version of HTTP it is.
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setIdleTimeout((int) limits.head().toMillis());
  }

  private void opened(HttpConnection connection) {
    heads.opened(connection);
    if (connection instanceof HttpServerConnection accepted) {
      IdleStateHandler idle =
          new IdleStateHandler(0, 0, limits.idle().toMillis(), TimeUnit.MILLISECONDS);
      accepted.channelHandlerContext().pipeline().replace(IDLE, IDLE, idle);
    }
  }

  private HttpServer serving(HttpServerOptions options) {
    return vertx
        .createHttpServer(options)
        .connectionHandler(this::opened)
        .requestHandler(this::serve);
  }

  /**
   * Serves HTTPS by these certificates from when it completes; connections that are open stay as
   * they are.
   */
  Future<?> certificates(PemKeyCertOptions certificates) {
    Integer port = ports.tls();
    if (port == null) {
      return Future.succeededFuture();
    }
    Promise<Object> done = Promise.promise();
    context.runOnContext(_ -> {
      HttpServer running = tlsServer;
      if (running == null) {
        HttpServer fresh =
            serving(
                listening()
                    .setPort(port)
                    .setSsl(true)
                    .setSni(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(certificates));
        fresh
            .listen()
            .onSuccess(listening -> tlsServer = listening)
            .<Object>mapEmpty()
            .onComplete(done);
      } else {
        ServerSSLOptions options =
            new ServerSSLOptions().setSni(true).setUseAlpn(true).setKeyCertOptions(certificates);
        running.updateSSLOptions(options, true).<Object>mapEmpty().onComplete(done);
      }
    });
    return done.future();
  }

  int port() {
    return server.actualPort();
  }

  /** Where it serves HTTPS; 0 where it does not. */
  int tlsPort() {
    HttpServer running = tlsServer;
    return running == null ? 0 : running.actualPort();
  }

  /** Numbers the loops of an edge from 0. */
  int index() {
    return index;
  }

  Router router() {
    return shared.router();
  }

  /** Null where none is kept. */
  @Nullable AccessLog log() {
    return shared.log();
  }

  /** Where plain requests for the host are sent instead; 0 where they are served. */
  int redirectPort(String host) {
    Certificates certificates = shared.certificates();
    return shared.redirect() && certificates != null && certificates.cover(host) ? tlsPort() : 0;
  }

  Limits limits() {
    return limits;
  }

  HeadDeadlines heads() {
    return heads;
  }

  AnswerDeadlines answers() {
    return answers;
  }

  WaitingRoom waitingRoom() {
    return waitingRoom;
  }

  /** The connections of this loop to the instance. */
  ConnectionPool pool(Upstream upstream) {
    return pools.computeIfAbsent(upstream, u -> new ConnectionPool(client, u));
  }

  /** Calls back later, on this loop. */
  void after(Duration delay, Runnable then) {
    vertx.setTimer(Math.max(1, delay.toMillis()), _ -> then.run());
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
    HttpServer tls = tlsServer;
    Future<Void> plain = server.shutdown(limits.drain().toMillis(), TimeUnit.MILLISECONDS);
    return tls == null
        ? plain
        : Future.join(plain, tls.shutdown(limits.drain().toMillis(), TimeUnit.MILLISECONDS))
            .mapEmpty();
  }

  private void serve(HttpServerRequest request) {
    heads.busy(request.connection());
    new Exchange(this, request).begin();
  }

  private void retirePools() {
    RouteTable table = router().table();
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
