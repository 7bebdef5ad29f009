package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.InMemoryRoutes;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Pause;
import dev.slipway.core.deploy.Route;
import dev.slipway.core.deploy.Routes;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Share;
import dev.slipway.core.pipeline.EdgeLimits;
import dev.slipway.core.pipeline.HostPath;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A started edge on a free port, whose routes are for the host 127.0.0.1. */
abstract class RunningEdge {
  static final Duration SOON = Duration.ofSeconds(10);
  static final ServiceId SHOP = ServiceId.of("shop", "test");

  final Vertx vertx = Vertx.vertx();
  final InMemoryRoutes routes = new InMemoryRoutes(Clock.systemUTC());
  final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(SOON).build();
  @TempDir Path directory;
  private Edge edge;
  private int port;

  // JUnit calls startEdge before any test reads what it sets.
  @SuppressWarnings("NullAway.Init")
  RunningEdge() {}

  @BeforeEach
  void startEdge() throws Exception {
    edge = new Edge(vertx, routes, settings(directory));
    port = edge.start();
  }

  @AfterEach
  void stopEdge() throws Exception {
    http.shutdownNow();
    edge.close();
    get(vertx.close());
  }

  EdgeSettings settings(Path saved) {
    Limits limits =
        new Limits(
            16 * 1024,
            headLimit(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofMillis(100),
            holdLimit());
    return new EdgeSettings("edge-1", "127.0.0.1", 0, tls(), saved, accessLog(), limits);
  }

  /** How the edge serves HTTPS. */
  @Nullable TlsSettings tls() {
    return null;
  }

  /** Where the edge writes a line for each request. */
  @Nullable Path accessLog() {
    return null;
  }

  /** How long a connection may take to deliver its next head. */
  Duration headLimit() {
    return Duration.ofSeconds(2);
  }

  /** How long requests to a held service wait. */
  Duration holdLimit() {
    return Duration.ofSeconds(1);
  }

  int port() {
    return port;
  }

  Edge edge() {
    return edge;
  }

  /** Sends the host's requests there from when this returns. */
  long route(int... ports) throws InterruptedException {
    return publish(route(EdgeLimits.USUAL, new Share(1, 100, at(ports))));
  }

  /** The shop's route for the host. */
  static Route route(EdgeLimits limits, Share... shares) {
    return new Route(SHOP, List.of(HostPath.parse("127.0.0.1")), List.of(shares), limits, false, 0);
  }

  static List<Instance> at(int... ports) {
    return Arrays.stream(ports).mapToObj(p -> new Instance("c" + p, "127.0.0.1", p)).toList();
  }

  /** The edge serves by the route when this returns. */
  long publish(Route route) throws InterruptedException {
    long version = routes.publish(route).version();
    awaitVersion(version);
    return version;
  }

  /** Holds the shop's requests, or lets them go. */
  void hold(boolean held) throws InterruptedException {
    if (held) {
      routes.hold(SHOP, new Pause("a test holds it", "ann", Instant.EPOCH));
    } else {
      routes.letGo(SHOP);
    }
    awaitVersion(routes.find(SHOP).orElseThrow().version());
  }

  private void awaitVersion(long version) throws InterruptedException {
    assertThat(routes.awaitEdges(seen -> newest(seen) >= version, SOON)).isTrue();
  }

  private static long newest(List<Routes.EdgeReport> seen) {
    return seen.stream().mapToLong(Routes.EdgeReport::version).max().orElse(-1);
  }

  /** What still goes on at that port according to the edge's reports. */
  boolean awaitDraining(int at, int count) throws InterruptedException {
    return routes.awaitEdges(
        seen ->
            seen.size() == 1
                && seen.getFirst().draining().getOrDefault("127.0.0.1:" + at, 0) == count,
        SOON);
  }

  /** Starts an instance; gives its port. */
  int instance(Handler<HttpServerRequest> handler) throws Exception {
    return server(handler).actualPort();
  }

  HttpServer server(Handler<HttpServerRequest> handler) throws Exception {
    return get(
        vertx
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
            .requestHandler(handler)
            .listen());
  }

  /** A port on which nobody listens. */
  static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(SOON);
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  RawClient raw() throws IOException {
    return new RawClient(port);
  }

  static <T> T get(Future<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.toCompletionStage().toCompletableFuture().get(SOON.toSeconds(), TimeUnit.SECONDS);
  }

  /** Waits for something that nobody signals. */
  static void awaitTrue(BooleanSupplier condition) {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
