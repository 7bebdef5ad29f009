package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Route;
import dev.slipway.core.deploy.ServiceId;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RouterTest {
  private static final Instance OLD = new Instance("old", "127.0.0.1", 1001);
  private static final Instance NEW = new Instance("new", "127.0.0.1", 1002);

  private final AtomicInteger drained = new AtomicInteger();
  private final Router router = new Router(drained::incrementAndGet);

  @Test
  void countsWhatGoesOnAtAnInstanceThatLeftTheTableUntilItHasFinished() {
    router.apply(List.of(route("shop", 1, OLD)));
    Upstream old = pick("shop.localhost");
    old.enter();
    old.enter();
    router.apply(List.of(route("shop", 2, NEW)));
    assertThat(router.draining()).containsExactly(java.util.Map.entry("127.0.0.1:1001", 2));
    old.leave();
    assertThat(drained).hasValue(0);
    old.leave();
    assertThat(drained).hasValue(1);
    assertThat(router.draining()).isEmpty();
    assertThat(router.table().version()).isEqualTo(2);
  }

  @Test
  void givesAnInstanceThatComesBackItsCountsBack() {
    router.apply(List.of(route("shop", 1, OLD)));
    Upstream old = pick("shop.localhost");
    old.enter();
    router.apply(List.of(route("shop", 2, NEW)));
    router.apply(List.of(route("shop", 3, OLD)));
    assertThat(pick("shop.localhost")).isSameAs(old);
    assertThat(router.draining()).isEmpty();
    old.leave();
    assertThat(drained).hasValue(0);
  }

  @Test
  void givesAHostThatTwoServicesClaimToTheOnePublishedLast() {
    Route later = new Route(new ServiceId("b"), List.of("shop.localhost"), 1, List.of(NEW), 5);
    router.apply(List.of(later, route("shop", 2, OLD)));
    assertThat(pick("shop.localhost").instance()).isEqualTo(NEW);
  }

  private Upstream pick(String host) {
    Backend backend = router.table().find(host);
    assertThat(backend).isNotNull();
    Upstream upstream = backend.pick(System.nanoTime());
    assertThat(upstream).isNotNull();
    return upstream;
  }

  private static Route route(String name, long version, Instance instance) {
    return new Route(
        new ServiceId(name), List.of(name + ".localhost"), 1, List.of(instance), version);
  }
}
