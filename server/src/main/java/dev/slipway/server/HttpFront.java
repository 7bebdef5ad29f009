package dev.slipway.server;

import dev.slipway.config.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.time.Duration;
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
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Settings settings;
  private final HttpServer server;
  private final Router router;
  private final Promise<Void> serving = Promise.promise();

  private HttpFront(Settings settings, HttpServer server, Router router) {
    this.settings = settings;
    this.server = server;
    this.router = router;
  }

  /**
   * Listens, but answers nobody yet.
   *
   * @throws StartException when the address is taken
   */
  static HttpFront listen(Vertx vertx, Settings settings)
      throws StartException, InterruptedException {
    HttpServer server =
        vertx.createHttpServer(new HttpServerOptions().setIdleTimeout(IDLE_SECONDS));
    HttpFront front = new HttpFront(settings, server, Router.router(vertx));
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

  private void handle(HttpServerRequest request) {
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
