package dev.slipway.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.build.WorkerId;
import dev.slipway.core.deploy.Routes.Counted;
import dev.slipway.core.deploy.Routes.EdgeReport;
import dev.slipway.core.pipeline.EdgeLimits;
import dev.slipway.core.pipeline.HostPath;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Routes} does. */
public abstract class RoutesContract {
  private static final Pause WHY =
      new Pause("a table is moved", "ann", Instant.parse("2026-11-21T10:00:00Z"));
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ServiceId SHOP = ServiceId.of("shop", "production");

  private final Map<ServiceId, Deployment> leases = new HashMap<>();

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
  void eachPublishedRouteReplacesItsServicesAndGetsAGreaterVersion() throws Exception {
    Route shop = publish(route("shop", 1));
    Route blog = publish(route("blog", 1));
    Route newShop = publish(route("shop", 2));

    assertThat(List.of(shop.version(), blog.version(), newShop.version())).isSorted();
    assertThat(shop.version()).isPositive();
    assertThat(newShop.version()).isGreaterThan(blog.version());
    assertThat(routes().find(SHOP)).contains(newShop);
    assertThat(routes().all()).containsExactlyInAnyOrder(blog, newShop);
  }

  @Test
  void aRouteThatIsThereAlreadyKeepsItsVersion() throws Exception {
    Route published = publish(route("shop", 1));
    publish(route("blog", 1));

    assertThat(publish(route("shop", 1))).isEqualTo(published);
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
  void keepsTheSharesAndLimitsOfARoute() throws Exception {
    Route whole = route("shop", 1);
    List<Share> shares =
        List.of(
            new Share(1, 95, whole.instances()),
            new Share(2, 5, List.of(new Instance("c2", "127.0.0.1", 4000))));
    Route canary = new Route(whole.service(), whole.entrances(), shares, EdgeLimits.USUAL, true, 0);

    Route published = publish(canary);

    assertThat(published).isEqualTo(canary.withVersion(published.version()));
    assertThat(routes().find(SHOP)).contains(published);
  }

  @Test
  void aServiceIsHeldWhateverRolloutsPublishUntilItIsLetGo() throws Exception {
    Route first = publish(route("shop", 1));

    routes().hold(SHOP, WHY);
    Route held = routes().find(SHOP).orElseThrow();
    Route next = publish(route("shop", 2));
    routes().letGo(SHOP);
    Route free = routes().find(SHOP).orElseThrow();

    assertThat(held).isEqualTo(first.withHeld(true).withVersion(held.version()));
    assertThat(held.version()).isGreaterThan(first.version());
    assertThat(next.held()).isTrue();
    assertThat(free.held()).isFalse();
    assertThat(List.of(held.version(), next.version(), free.version())).isSorted();
  }

  @Test
  void holdingTwiceChangesNothing() throws Exception {
    publish(route("shop", 1));
    routes().hold(SHOP, WHY);
    Route held = routes().find(SHOP).orElseThrow();

    routes().hold(SHOP, WHY);

    assertThat(routes().find(SHOP)).contains(held);
  }

  @Test
  void aServiceCanBeHeldBeforeItsFirstRoute() throws Exception {
    routes().hold(SHOP, WHY);
    assertThat(routes().all()).isEmpty();

    assertThat(publish(route("shop", 1)).held()).isTrue();
  }

  @Test
  void aRouteThatARolloutHoldsStaysHeldWhenTheServiceIsLetGo() throws Exception {
    publish(route("shop", 1).withHeld(true));
    routes().hold(SHOP, WHY);

    routes().letGo(SHOP);

    assertThat(routes().find(SHOP).orElseThrow().held()).isTrue();
  }

  @Test
  void whoHeldItAndWhyIsToldUntilItIsLetGo() throws Exception {
    Pause later = new Pause("the database moves", "bob", WHY.since().plusSeconds(7));
    publish(route("shop", 1).withHeld(true));
    assertThat(routes().heldByHand(SHOP)).isEmpty();

    routes().hold(SHOP, WHY);
    assertThat(routes().heldByHand(SHOP)).contains(WHY);
    routes().hold(SHOP, later);
    assertThat(routes().heldByHand(SHOP)).contains(later);
    routes().letGo(SHOP);

    assertThat(routes().heldByHand(SHOP)).isEmpty();
  }

  @Test
  void keepsWhatAnEdgeCounted() {
    RequestCounts counts = new RequestCounts(12, 2, 1, List.of(0L, 10L, 2L));
    EdgeReport report =
        new EdgeReport("edge-a", 1, Map.of(), List.of(new Counted(SHOP, 4, counts)));

    routes().report(report);

    assertThat(routes().edges()).containsExactly(report);
  }

  @Test
  void whoFollowsIsToldOfHolding() throws Exception {
    publish(route("shop", 1));
    BlockingQueue<List<Route>> told = new LinkedBlockingQueue<>();
    try (var _ = routes().follow(told::add)) {
      awaitTold(told, route -> !route.held());

      routes().hold(SHOP, WHY);

      assertThat(awaitTold(told, Route::held)).hasSize(1);
    }
  }

  @Test
  void whoFollowsIsToldOfAllRoutesAndOfEachChange() throws Exception {
    publish(route("shop", 1));
    BlockingQueue<List<Route>> told = new LinkedBlockingQueue<>();
    try (var _ = routes().follow(told::add)) {
      assertThat(awaitRelease(told, 1)).map(Route::service).containsExactly(SHOP);

      publish(route("shop", 2));

      assertThat(awaitRelease(told, 2)).isEqualTo(routes().all());
    }
  }

  @Test
  void everyFollowerIsToldFromTheStart() throws Exception {
    publish(route("shop", 3));
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
    routes().report(new EdgeReport("edge-a", 1, Map.of(), List.of()));
    routes().report(new EdgeReport("edge-a", 2, Map.of("127.0.0.1:32768", 3), List.of()));
    routes().report(new EdgeReport("edge-b", 1, Map.of(), List.of()));

    assertThat(routes().edges())
        .containsExactlyInAnyOrder(
            new EdgeReport("edge-a", 2, Map.of("127.0.0.1:32768", 3), List.of()),
            new EdgeReport("edge-b", 1, Map.of(), List.of()));

    letEdgesDie();
    routes().report(new EdgeReport("edge-b", 4, Map.of(), List.of()));

    assertThat(routes().edges()).containsExactly(new EdgeReport("edge-b", 4, Map.of(), List.of()));
  }

  @Test
  void whoeverWaitsForTheEdgesGoesOnWhenTheyReport() throws Exception {
    routes().report(new EdgeReport("edge-a", 1, Map.of(), List.of()));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> waiting =
          threads.submit(() ->
              routes()
                  .awaitEdges(
                      edges -> edges.stream().allMatch(edge -> edge.version() >= 2), PATIENCE));

      routes().report(new EdgeReport("edge-a", 2, Map.of(), List.of()));

      assertThat(waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void whoeverWaitsForTheEdgesGoesOnWhenTheSlowOneDies() throws Exception {
    routes().report(new EdgeReport("edge-a", 1, Map.of(), List.of()));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> waiting = threads.submit(() -> routes().awaitEdges(List::isEmpty, PATIENCE));

      letEdgesDie();

      assertThat(waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void waitingForTheEdgesEndsWithTheTime() throws Exception {
    routes().report(new EdgeReport("edge-a", 1, Map.of(), List.of()));

    assertThat(routes().awaitEdges(List::isEmpty, Duration.ofMillis(10))).isFalse();
  }

  /** The first told list with that release of the shop. */
  protected static List<Route> awaitRelease(BlockingQueue<List<Route>> told, int release)
      throws InterruptedException {
    return awaitTold(told, route -> releases(route).contains(release));
  }

  private static List<Route> awaitTold(BlockingQueue<List<Route>> told, Predicate<Route> wanted)
      throws InterruptedException {
    while (true) {
      @Nullable List<Route> next = told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(next).as("told in time").isNotNull();
      if (next != null && next.stream().anyMatch(wanted)) {
        return next;
      }
    }
  }

  private static List<Integer> releases(Route route) {
    return route.shares().stream().map(Share::release).toList();
  }

  /** Publishes with the lease of a rollout of that service. */
  protected final Route publish(Route route) throws InterruptedException {
    Deployment rollout = leases.get(route.service());
    if (rollout == null) {
      String name = route.service().value().replaceAll("\\..*", "");
      services().handOver(SampleReleases.deploy(name, 1));
      rollout = queue().claim(new WorkerId("for-" + name), Duration.ZERO).orElseThrow();
      leases.put(route.service(), rollout);
    }
    return routes().publish(route, rollout.id(), rollout.attempt()).orElseThrow();
  }

  protected static Route route(String service, int release) {
    return Route.to(
        ServiceId.of(service, "production"),
        List.of(HostPath.parse(service + ".localhost"), HostPath.parse("localhost/" + service)),
        new EdgeLimits(1_000_000L, Duration.ofSeconds(5)),
        release,
        List.of(new Instance("c" + release, "127.0.0.1", 32768 + release)));
  }
}
