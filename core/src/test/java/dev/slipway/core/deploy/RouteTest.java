package dev.slipway.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.pipeline.EdgeLimits;
import dev.slipway.core.pipeline.HostPath;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteTest {
  private static final Instance ONE = new Instance("c1", "127.0.0.1", 1);
  private static final Instance TWO = new Instance("c2", "127.0.0.1", 2);

  @Test
  void aRouteToOneReleaseGivesItEverything() {
    Route route =
        Route.to(
            new ServiceId("shop"),
            List.of(HostPath.parse("shop.localhost")),
            EdgeLimits.USUAL,
            3,
            List.of(ONE, TWO));
    assertThat(route.shares()).containsExactly(new Share(3, 100, List.of(ONE, TWO)));
    assertThat(route.held()).isFalse();
    assertThat(route.version()).isZero();
  }

  @Test
  void namesTheInstancesOfAllItsShares() {
    Route route =
        new Route(
            new ServiceId("shop"),
            List.of(),
            List.of(new Share(1, 95, List.of(ONE)), new Share(2, 5, List.of(TWO))),
            EdgeLimits.USUAL,
            false,
            0);
    assertThat(route.instances()).containsExactly(ONE, TWO);
  }
}
