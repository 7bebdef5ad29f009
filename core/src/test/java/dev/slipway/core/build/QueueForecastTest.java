package dev.slipway.core.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.build.QueueSnapshot.InLine;
import dev.slipway.core.build.QueueSnapshot.Running;
import dev.slipway.core.source.Labels;
import dev.slipway.core.source.RepositoryId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QueueForecastTest {
  private static final Instant NOW = Instant.parse("2026-03-14T15:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final RepositoryId SHOP = new RepositoryId("rep_shop");

  @Test
  void theFirstInLineBeginsWhenTheFirstRunningOneEndsAndTheNextAfterIt() {
    var forecast =
        forecast(1, List.of(runs(1, 20, null, MINUTE)), waits(2, MINUTE), waits(3, null));
    assertThat(forecast.ends(id(1))).hasValue(NOW.plusSeconds(40));
    assertThat(forecast.begins(id(2))).hasValue(NOW.plusSeconds(40));
    assertThat(forecast.begins(id(3))).hasValue(NOW.plusSeconds(100));
  }

  @Test
  void twoBuildersShareTheLine() {
    var forecast =
        forecast(
            1,
            List.of(runs(1, 20, null, MINUTE), runs(2, 50, null, MINUTE)),
            waits(3, MINUTE),
            waits(4, MINUTE),
            waits(5, MINUTE));
    assertThat(forecast.begins(id(3))).hasValue(NOW.plusSeconds(10));
    assertThat(forecast.begins(id(4))).hasValue(NOW.plusSeconds(40));
    assertThat(forecast.begins(id(5))).hasValue(NOW.plusSeconds(70));
  }

  @Test
  void aBuilderWithNothingToDoTakesTheFirstAtOnce() {
    var forecast = forecast(2, List.of(runs(1, 20, null, null)), waits(2, null), waits(3, MINUTE));
    assertThat(forecast.begins(id(2))).hasValue(NOW);
    assertThat(forecast.begins(id(3))).as("nobody knows how long the others take").isEmpty();
  }

  @Test
  void withoutHistoryNothingIsGuessed() {
    var forecast = forecast(1, List.of(runs(1, 20, null, null)), waits(2, MINUTE));
    assertThat(forecast.ends(id(1))).isEmpty();
    assertThat(forecast.begins(id(2))).isEmpty();
  }

  @Test
  void aBuildThatTakesLongerThanUsualEndsSoon() {
    var forecast = forecast(1, List.of(runs(1, 300, null, MINUTE)));
    assertThat(forecast.ends(id(1))).hasValue(NOW.plusSeconds(6));
  }

  @Test
  void aBuildThatWaitsForAConcurrencyGroupGoesOnAfterTheOneThatHoldsIt() {
    var forecast =
        forecast(2, List.of(runs(1, 20, null, MINUTE), runs(2, 10, 1L, MINUTE)), waits(3, MINUTE));
    assertThat(forecast.ends(id(2))).hasValue(NOW.plusSeconds(100));
    assertThat(forecast.begins(id(3))).hasValue(NOW.plusSeconds(40));
    var unknown = forecast(1, List.of(runs(2, 10, 7L, MINUTE)));
    assertThat(unknown.ends(id(2))).as("the other one is not there").isEmpty();
  }

  @Test
  void whatNobodyCanTakeHasNoTimeAndHoldsNobodyUp() {
    InLine needy = new InLine(id(2), SHOP, Labels.parse("gpu"), MINUTE);
    var forecast = forecast(1, List.of(runs(1, 20, null, MINUTE)), needy, waits(3, MINUTE));
    assertThat(forecast.begins(id(2))).isEmpty();
    assertThat(forecast.begins(id(3))).hasValue(NOW.plusSeconds(40));
    assertThat(forecast(0, List.of(), waits(3, MINUTE)).begins(id(3))).isEmpty();
  }

  private static QueueForecast forecast(int builders, List<Running> running, InLine... line) {
    List<Labels> alive = Collections.nCopies(builders, Labels.NONE);
    return QueueForecast.of(new QueueSnapshot(alive, running, List.of(line), List.of()), NOW);
  }

  private static Running runs(
      int number, int forSeconds, @Nullable Long heldBy, @Nullable Duration typical) {
    return new Running(id(number), SHOP, number, NOW.minusSeconds(forSeconds), heldBy, typical);
  }

  private static InLine waits(int number, @Nullable Duration typical) {
    return new InLine(id(number), SHOP, Labels.NONE, typical);
  }

  private static BuildId id(int number) {
    return new BuildId("bld_" + number);
  }
}
