package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.InMemoryRoutes;
import dev.slipway.core.deploy.Pause;
import dev.slipway.core.deploy.Route;
import dev.slipway.core.deploy.Routes;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.log.Logs.Subscription;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class RestartIT extends RunningEdge {
  @Test
  void servesByTheSavedRoutesWhileTheStoreIsAwayAndFollowsItWhenItIsBack() throws Exception {
    route(instance(r -> r.response().end("one")));
    awaitTrue(() -> Files.exists(saved()));
    edge().close();
    StoreThatComesAndGoes store = new StoreThatComesAndGoes(routes);
    store.away = true;
    try (Edge restarted = new Edge(vertx, store, settings(directory))) {
      int port = restarted.start();
      assertThat(ask(port).body()).isEqualTo("one");
      store.away = false;
      route(instance(r -> r.response().end("two")));
      assertThat(ask(port).body()).isEqualTo("two");
      store.away = true;
      assertThat(ask(port).body()).isEqualTo("two");
    }
  }

  @Test
  void startsWithoutRoutesWhereTheSavedOnesCannotBeRead() throws Exception {
    route(instance(r -> r.response().end("one")));
    awaitTrue(() -> Files.exists(saved()));
    edge().close();
    Files.writeString(saved(), "{\"format\":1,\"rou");
    StoreThatComesAndGoes store = new StoreThatComesAndGoes(routes);
    store.away = true;
    try (Edge restarted = new Edge(vertx, store, settings(directory))) {
      int port = restarted.start();
      assertThat(ask(port).statusCode()).isEqualTo(404);
      store.away = false;
      awaitTrue(() -> statusAt(port) == 200);
    }
  }

  @Test
  void keepsItsRoutesWhenTheStoreHasLostThem() throws Exception {
    long version = route(instance(r -> r.response().end("one")));
    awaitTrue(() -> Files.exists(saved()));
    edge().close();
    InMemoryRoutes emptied = new InMemoryRoutes(Clock.systemUTC());
    StoreThatComesAndGoes store = new StoreThatComesAndGoes(emptied);
    try (Edge restarted = new Edge(vertx, store, settings(directory))) {
      int port = restarted.start();
      // The second sign of life comes long after the edge was told of the empty table.
      assertThat(store.reports.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(ask(port).body()).isEqualTo("one");
      assertThat(emptied.edges()).extracting(Routes.EdgeReport::version).containsExactly(version);
    }
  }

  @Test
  void stopsAcceptingWhenClosed() throws Exception {
    edge().close();
    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> ask(port())))
        .isInstanceOf(java.io.IOException.class);
  }

  private Path saved() {
    return directory.resolve("routes.json");
  }

  private int statusAt(int port) {
    try {
      return ask(port).statusCode();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private HttpResponse<String> ask(int port) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + "/");
    return http.send(HttpRequest.newBuilder(uri).timeout(SOON).build(), BodyHandlers.ofString());
  }

  /** A store that fails every call while it is away. */
  private static final class StoreThatComesAndGoes implements Routes {
    private final Routes store;
    volatile boolean away;

    final CountDownLatch reports = new CountDownLatch(2);

    StoreThatComesAndGoes(Routes store) {
      this.store = store;
    }

    private Routes store() {
      if (away) {
        throw new IllegalStateException("The store is away");
      }
      return store;
    }

    @Override
    public List<Route> all() {
      return store().all();
    }

    @Override
    public Optional<Route> find(ServiceId service) {
      return store().find(service);
    }

    @Override
    public Optional<Route> publish(Route route, DeploymentId by, int attempt) {
      return store().publish(route, by, attempt);
    }

    @Override
    public void hold(ServiceId service, Pause why) {
      store().hold(service, why);
    }

    @Override
    public void letGo(ServiceId service) {
      store().letGo(service);
    }

    @Override
    public Optional<Pause> heldByHand(ServiceId service) {
      return store().heldByHand(service);
    }

    @Override
    public Subscription follow(Listener listener) {
      return store().follow(listener);
    }

    @Override
    public void report(EdgeReport report) {
      store().report(report);
      reports.countDown();
    }

    @Override
    public List<EdgeReport> edges() {
      return store().edges();
    }

    @Override
    public boolean awaitEdges(Predicate<List<EdgeReport>> wanted, Duration most)
        throws InterruptedException {
      return store().awaitEdges(wanted, most);
    }
  }
}
