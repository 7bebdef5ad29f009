package dev.slipway.server;

import dev.slipway.config.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The HTTP server for forges, browsers and the command line. It listens before anything is mounted,
 * so that its address is known; requests that come before {@link #serve} wait, so that none is
 * lost.
 */
final class HttpFront implements AutoCloseable {
  private static final int IDLE_SECONDS = 120;

  /** Whoever sends its headers byte by byte is never idle, so the first request has its own end. */
  private static final Duration FIRST_REQUEST = Duration.ofSeconds(10);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final Settings settings;
  private final HttpServer server;
  private final Router router;
  private final Promise<Void> serving = Promise.promise();
  private final Map<HttpConnection, Long> silent = new ConcurrentHashMap<>();

  private HttpFront(Vertx vertx, Settings settings, HttpServer server) {
    this.vertx = vertx;
    this.settings = settings;
    this.server = server;
    this.router = Router.router(vertx);
  }

  /**
   * Listens, but answers nobody yet.
   *
   * @throws StartException when the address is taken
   */
  static HttpFront listen(Vertx vertx, Settings settings)
      throws StartException, InterruptedException {
    return listen(vertx, settings, FIRST_REQUEST);
  }

  /** The same with another time for the headers of a connection's first request. */
  static HttpFront listen(Vertx vertx, Settings settings, Duration firstRequest)
      throws StartException, InterruptedException {
    // With HTTP/2 in the clear, Vert.x tells of a connection only after its first request, so that
    // the silent ones could not be closed; what stands in front of Slipway speaks HTTP/1.1 to it.
    HttpServerOptions options =
        new HttpServerOptions().setIdleTimeout(IDLE_SECONDS).setHttp2ClearTextEnabled(false);
    HttpServer server = vertx.createHttpServer(options);
    HttpFront front = new HttpFront(vertx, settings, server);
    server.connectionHandler(connection -> front.expectRequest(connection, firstRequest));
    server.requestHandler(front::handle);
    try {
      await(server.listen(settings.port(), settings.bind()));
    } catch (ExecutionException e) {
      throw new StartException(
          "Cannot listen on %s:%d (%s). Free the port, or give another --port"
              .formatted(settings.bind(), settings.port(), String.valueOf(e.getCause())),
          e);
    }
    return front;
  }

  private void expectRequest(HttpConnection connection, Duration patience) {
    silent.put(connection, vertx.setTimer(patience.toMillis(), _ -> connection.close()));
    connection.closeHandler(_ -> heardFrom(connection));
  }

  private void heardFrom(HttpConnection connection) {
    Long timer = silent.remove(connection);
    if (timer != null) {
      vertx.cancelTimer(timer);
    }
  }

  private void handle(HttpServerRequest request) {
    heardFrom(request.connection());
    if (serving.future().isComplete()) {
      router.handle(request);
      return;
    }
    request.pause();
    serving
        .future()
        .onSuccess(_ -> {
          router.handle(request);
          request.resume();
        });
  }

  /** Where routes are to be mounted. */
  Router router() {
    return router;
  }

  /** What the outside calls: as configured, or else the address listened on. */
  URI publicUrl() {
    if (settings.publicUrl() != null) {
      return settings.publicUrl();
    }
    boolean everywhere = settings.bind().equals("0.0.0.0") || settings.bind().equals("::");
    String host = everywhere ? "127.0.0.1" : settings.bind();
    String written = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + written + ":" + server.actualPort());
  }

  /** Everything is mounted: answers those who wait, and everybody from now on. */
  void serve() {
    serving.complete();
  }

  @Override
  public void close() throws InterruptedException, ExecutionException {
    await(server.close());
  }

  /** Blocks until it is done; not to be called on an event loop. */
  static void await(Future<?> future) throws InterruptedException, ExecutionException {
    try {
      future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new ExecutionException("not done within " + PATIENCE.toSeconds() + " s", e);
    }
  }
}
