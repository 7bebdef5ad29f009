package dev.slipway.registrysync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.SettableClock;
import dev.slipway.registrysync.copy.Progress.Arrival;
import dev.slipway.registrysync.oci.Descriptor;
import dev.slipway.registrysync.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunProgressTest {
  private final SettableClock clock = new SettableClock();
  private final RunProgress progress = new RunProgress(clock);

  @Test
  void whatTurnsOutToBeThereNeedNotBeSent() {
    plan(Map.of(blob("a").digest(), 700L, blob("b").digest(), 300L));

    progress.blob(blob("a"), Arrival.MOUNTED);
    progress.bytes(300);
    progress.blob(blob("b"), Arrival.SENT);
    progress.blob(blob("a"), Arrival.WAS_THERE);

    assertThat(progress.now().bytes()).isEqualTo(300);
    assertThat(progress.now().bytesDone()).isEqualTo(300);
  }

  @Test
  void theRateIsThatOfTheLastSeconds() {
    plan(Map.of(blob("a").digest(), 10_000L));
    assertThat(progress.now().timeLeft()).isEmpty();

    second(1000);
    assertThat(progress.now().bytesPerSecond()).isEqualTo(1000);
    assertThat(progress.now().timeLeft()).contains(Duration.ofSeconds(9));
    for (int i = 0; i < 20; i++) {
      second(100);
    }

    assertThat(progress.now().bytesPerSecond()).isEqualTo(100);
    assertThat(progress.now().timeLeft()).contains(Duration.ofSeconds(70));
  }

  @Test
  void whatStandsStillHasNoEnd() {
    plan(Map.of(blob("a").digest(), 10_000L));
    second(1000);
    for (int i = 0; i < 20; i++) {
      second(0);
    }

    assertThat(progress.now().bytesPerSecond()).isZero();
    assertThat(progress.now().timeLeft()).isEmpty();
  }

  @Test
  void bytesThatHaveToComeAgainAreNoRateBelowNothing() {
    second(1000);
    second(-1000);

    assertThat(progress.now().bytesPerSecond()).isZero();
  }

  private void second(long bytes) {
    progress.now();
    clock.advance(Duration.ofSeconds(1));
    progress.bytes(bytes);
    progress.now();
  }

  private void plan(Map<Digest, Long> missing) {
    progress.planned(new SyncPlan(List.of(), missing, List.of(), List.of()));
  }

  private static Descriptor blob(String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return Descriptor.blob(Digest.of(bytes), bytes.length);
  }
}
