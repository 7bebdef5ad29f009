package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.RequestCounts;
import dev.slipway.core.deploy.Routes.Counted;
import dev.slipway.core.deploy.ServiceId;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountersTest {
  private static final ServiceId SHOP = new ServiceId("shop.test");
  private static final long MINUTE = Counters.LATELY.toNanos();

  private final Counters counters = new Counters(2);

  @Test
  void sumsWhatAllLoopsCounted() {
    ReleaseCounts release = counters.of(SHOP, 1);
    release.of(0).answered(200, 1_000);
    release.of(1).answered(502, 60_000);
    release.of(1).unreachable();
    assertThat(counters.recent(0))
        .containsExactly(new Counted(SHOP, 1, new RequestCounts(2, 1, 1, List.of(1L, 0L, 1L))));
  }

  @Test
  void tellsOfAReleaseAsLongAsItHadRequestsLately() {
    ReleaseCounts release = counters.of(SHOP, 1);
    counters.keepOnly(List.of(release));
    assertThat(counters.recent(0)).isEmpty();
    release.of(0).answered(200, 1);
    assertThat(counters.recent(5)).hasSize(1);
    assertThat(counters.recent(5 + MINUTE - 1)).hasSize(1);
    assertThat(counters.recent(5 + MINUTE)).isEmpty();
    release.of(0).answered(200, 1);
    assertThat(counters.recent(6 + MINUTE))
        .containsExactly(new Counted(SHOP, 1, new RequestCounts(2, 0, 0, List.of(2L))));
  }

  @Test
  void forgetsAReleaseThatNoRouteNamesOnceItIsQuiet() {
    ReleaseCounts gone = counters.of(SHOP, 1);
    counters.keepOnly(List.of(counters.of(SHOP, 2)));
    gone.of(0).answered(200, 1);
    assertThat(counters.recent(0)).hasSize(1);
    assertThat(counters.of(SHOP, 1)).isSameAs(gone);
    assertThat(counters.recent(MINUTE)).isEmpty();
    assertThat(counters.of(SHOP, 1)).isNotSameAs(gone);
  }
}
