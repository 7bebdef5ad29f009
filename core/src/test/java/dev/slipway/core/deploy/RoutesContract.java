package dev.slipway.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.build.WorkerId;
import dev.slipway.core.deploy.Routes.EdgeReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Routes} does. */
public abstract class RoutesContract {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ServiceId SHOP = ServiceId.of("shop", "production");

  /** Empty before each test. */
  protected abstract Routes routes();

  /** Over the same data. */
  protected abstract Services services();

  protected abstract DeploymentQueue queue();

  /** As if every edge had been silent for {@link Routes#EDGE_ALIVE}. */
  protected abstract void letEdgesDie();

  @Test
  void thereAreNoRoutesBeforeTheFirstIsPublished() {
    assertThat(routes().all()).isEmpty();
    assertThat(routes().find(SHOP)).isEmpty();
  }

  @Test
  void eachPublishedRouteReplacesItsServicesAndGetsAGreaterVersion() {
    Route shop = routes().publish(route("shop", 1));
    Route blog = routes().publish(route("blog", 1));
    Route newShop = routes().publish(route("shop", 2));

    assertThat(List.of(shop.version(), blog.version(), newShop.version())).isSorted();
    assertThat(shop.version()).isPositive();
    assertThat(newShop.version()).isGreaterThan(blog.version());
    assertThat(routes().find(SHOP)).contains(newShop);
    assertThat(routes().all()).containsExactlyInAnyOrder(blog, newShop);
  }

  @Test
  void aRouteThatIsThereAlreadyKeepsItsVersion() {
    Route published = routes().publish(route("shop", 1));
    routes().publish(route("blog", 1));

    assertThat(routes().publish(route("shop", 1))).isEqualTo(published);
  }

  @Test
  void onlyWhoHoldsTheLeaseMovesTheTraffic() throws Exception {
    services().handOver(SampleReleases.deploy("shop", 1));
    Deployment claimed = queue().claim(new WorkerId("one"), Duration.ZERO).orElseThrow();

    assertThat(routes().publish(route("shop", 1), claimed.id(), 0)).isEmpty();
    assertThat(routes().publish(route("shop", 1), new DeploymentId("dep_no"), 1)).isEmpty();
    assertThat(routes().all()).isEmpty();

    assertThat(routes().publish(route("shop", 1), claimed.id(), 1)).isEqualTo(routes().find(SHOP));
    assertThat(routes().find(SHOP)).isPresent();
  }

  @Test
  void anEndedDeploymentMovesNoTrafficAnyMore() throws Exception {
    services().handOver(SampleReleases.deploy("shop", 1));
    Deployment claimed = queue().claim(new WorkerId("one"), Duration.ZERO).orElseThrow();
    DeploymentState.Cause cause =
        new DeploymentState.Cause("preparing", "the image is gone", "build again", List.of());

    assertThat(queue().move(claimed, new DeploymentState.Failed(cause), "")).isPresent();

    assertThat(routes().publish(route("shop", 1), claimed.id(), 1)).isEmpty();
  }

  @Test
  void whoFollowsIsToldOfAllRoutesAndOfEachChange() throws Exception {
    routes().publish(route("shop", 1));
    BlockingQueue<List<Route>> told = new LinkedBlockingQueue<>();
    try (var _ = routes().follow(told::add)) {
      assertThat(awaitRelease(told, 1)).map(Route::service).containsExactly(SHOP);

      routes().publish(route("shop", 2));

      assertThat(awaitRelease(told, 2)).isEqualTo(routes().all());
    }
  }

  @Test
  void everyFollowerIsToldFromTheStart() throws Exception {
    routes().publish(route("shop", 3));
    BlockingQueue<List<Route>> first = new LinkedBlockingQueue<>();
    BlockingQueue<List<Route>> second = new LinkedBlockingQueue<>();
    try (var _ = routes().follow(first::add)) {
      awaitRelease(first, 3);
      try (var _ = routes().follow(second::add)) {
        assertThat(awaitRelease(second, 3)).hasSize(1);
      }
    }
  }

  @Test
  void onlyTheLastReportsOfLivingEdgesAreKept() {
    routes().report(new EdgeReport("edge-a", 1, Map.of()));
    routes().report(new EdgeReport("edge-a", 2, Map.of("127.0.0.1:32768", 3)));
    routes().report(new EdgeReport("edge-b", 1, Map.of()));

    assertThat(routes().edges())
        .containsExactlyInAnyOrder(
            new EdgeReport("edge-a", 2, Map.of("127.0.0.1:32768", 3)),
            new EdgeReport("edge-b", 1, Map.of()));

    letEdgesDie();
    routes().report(new EdgeReport("edge-b", 4, Map.of()));

    assertThat(routes().edges()).containsExactly(new EdgeReport("edge-b", 4, Map.of()));
  }

  @Test
  void whoeverWaitsForTheEdgesGoesOnWhenTheyReport() throws Exception {
    routes().report(new EdgeReport("edge-a", 1, Map.of()));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> waiting =
          threads.submit(() ->
              routes()
                  .awaitEdges(
                      edges -> edges.stream().allMatch(edge -> edge.version() >= 2), PATIENCE));

      routes().report(new EdgeReport("edge-a", 2, Map.of()));

      assertThat(waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void whoeverWaitsForTheEdgesGoesOnWhenTheSlowOneDies() throws Exception {
    routes().report(new EdgeReport("edge-a", 1, Map.of()));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> waiting = threads.submit(() -> routes().awaitEdges(List::isEmpty, PATIENCE));

      letEdgesDie();

      assertThat(waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void waitingForTheEdgesEndsWithTheTime() throws Exception {
    routes().report(new EdgeReport("edge-a", 1, Map.of()));

    assertThat(routes().awaitEdges(List::isEmpty, Duration.ofMillis(10))).isFalse();
  }

  /** The first told list with that release of the shop. */
  protected static List<Route> awaitRelease(BlockingQueue<List<Route>> told, int release)
      throws InterruptedException {
    while (true) {
      @Nullable List<Route> next = told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(next).as("told of release " + release).isNotNull();
      if (next != null && next.stream().anyMatch(route -> route.release() == release)) {
        return next;
      }
    }
  }

  protected static Route route(String service, int release) {
    return new Route(
        ServiceId.of(service, "production"),
        List.of(service + ".localhost"),
        release,
        List.of(new Instance("c" + release, "127.0.0.1", 32768 + release)),
        0);
  }
}
