package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Route;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.pipeline.EdgeLimits;
import dev.slipway.core.pipeline.HostPath;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {
  private static final Instance OLD = new Instance("old", "127.0.0.1", 1001);
  private static final Instance NEW = new Instance("new", "127.0.0.1", 1002);

  private final AtomicInteger drained = new AtomicInteger();
  private final Router router = new Router(new Counters(1), drained::incrementAndGet);

  @Test
  void countsWhatGoesOnAtAnInstanceThatLeftTheTableUntilItHasFinished() {
    router.apply(List.of(route("shop", 1, OLD, "shop.localhost")));
    Upstream old = pick("shop.localhost");
    old.enter();
    old.enter();
    router.apply(List.of(route("shop", 2, NEW, "shop.localhost")));
    assertThat(router.draining()).containsExactly(Map.entry("127.0.0.1:1001", 2));
    old.leave();
    assertThat(drained).hasValue(0);
    old.leave();
    assertThat(drained).hasValue(1);
    assertThat(router.draining()).isEmpty();
    assertThat(router.table().version()).isEqualTo(2);
  }

  @Test
  void givesAnInstanceThatComesBackItsCountsBack() {
    router.apply(List.of(route("shop", 1, OLD, "shop.localhost")));
    Upstream old = pick("shop.localhost");
    old.enter();
    router.apply(List.of(route("shop", 2, NEW, "shop.localhost")));
    router.apply(List.of(route("shop", 3, OLD, "shop.localhost")));
    assertThat(pick("shop.localhost")).isSameAs(old);
    assertThat(router.draining()).isEmpty();
    old.leave();
    assertThat(drained).hasValue(0);
  }

  @Test
  void givesAnEntranceThatTwoServicesClaimToTheOnePublishedLast() {
    Route earlier = route("a", 2, OLD, "shop.localhost", "shop.localhost/a");
    Route later = route("b", 5, NEW, "shop.localhost");
    router.apply(List.of(later, earlier));
    assertThat(pick("shop.localhost").instance()).isEqualTo(NEW);
    assertThat(serviceAt("shop.localhost", "/a")).isEqualTo("a");
  }

  @ParameterizedTest
  @CsvSource({
    "/, site",
    "/?q=/api, site",
    "/apis, site",
    "/API, site",
    "/api, api",
    "/api?x, api",
    "/api/, api",
    "/api/users, api",
    "/api/v2x, api",
    "/api/v2, v2",
    "/api/v2/users?x=/, v2",
    "*, site"
  })
  void leadsToTheServiceWithTheLongestPathAboveTheTarget(String target, String service) {
    router.apply(
        List.of(
            route("api", 1, OLD, "shop.localhost/api", "other.localhost"),
            route("v2", 2, OLD, "shop.localhost/api/v2"),
            route("site", 3, NEW, "shop.localhost")));
    assertThat(serviceAt("shop.localhost", target)).isEqualTo(service);
    assertThat(serviceAt("other.localhost", target)).isEqualTo("api");
  }

  @Test
  void leadsNowhereBesideItsPaths() {
    router.apply(List.of(route("api", 1, OLD, "shop.localhost/api")));
    assertThat(router.table().find("shop.localhost", "/")).isNull();
    assertThat(router.table().find("localhost", "/api")).isNull();
  }

  private Upstream pick(String host) {
    Entrance entrance = router.table().find(host, "/");
    assertThat(entrance).isNotNull();
    Balancer release = entrance.backend().choose(Visitor.ANYBODY, 0, false);
    assertThat(release).isNotNull();
    Upstream upstream = release.pick(System.nanoTime());
    assertThat(upstream).isNotNull();
    return upstream;
  }

  private String serviceAt(String host, String target) {
    Entrance entrance = router.table().find(host, target);
    assertThat(entrance).isNotNull();
    return entrance.backend().service().value();
  }

  private static Route route(String name, long version, Instance instance, String... entrances) {
    return Route.to(
            new ServiceId(name),
            Stream.of(entrances).map(HostPath::parse).toList(),
            EdgeLimits.USUAL,
            1,
            List.of(instance))
        .withVersion(version);
  }
}
