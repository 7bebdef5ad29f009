package dev.slipway.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.dashboard.api.LinePlace;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlaceInLineTest {
  private static final Instant NOW = Instant.parse("2026-03-14T15:00:00Z");

  @Test
  void placesAreToldAsPeopleCount() {
    assertThat(sentence(0, null)).isEqualTo("Next in the queue");
    assertThat(sentence(2, null)).isEqualTo("Third in the queue");
    assertThat(sentence(10, null)).isEqualTo("11th in the queue");
    assertThat(sentence(20, null)).isEqualTo("21st in the queue");
    assertThat(sentence(111, null)).isEqualTo("112th in the queue");
    assertThat(sentence(122, null)).isEqualTo("123rd in the queue");
  }

  @Test
  void whatKeepsABuildThereIsTold() {
    assertThat(sentence(0, "no builder is running"))
        .isEqualTo("Next in the queue, but no builder is running");
  }

  @Test
  void estimatesAreRounded() {
    assertThat(PlaceInLine.when(NOW, NOW)).isEqualTo("any moment");
    assertThat(PlaceInLine.when(NOW.minusSeconds(9), NOW)).isEqualTo("any moment");
    assertThat(PlaceInLine.when(NOW.plusSeconds(33), NOW)).isEqualTo("in about 35 s");
    assertThat(PlaceInLine.when(NOW.plusSeconds(100), NOW)).isEqualTo("in about 2 min");
    assertThat(PlaceInLine.when(NOW.plus(Duration.ofMinutes(81)), NOW))
        .isEqualTo("in about 1 h 21 min");
    assertThat(PlaceInLine.when(null, NOW)).isEqualTo("unknown");
  }

  private static String sentence(int ahead, @Nullable String obstacle) {
    return new PlaceInLine(new LinePlace(ahead, null, null, obstacle), null).sentence();
  }
}
