package dev.slipway.webhook.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(new Random(7));

  @Test
  void eachFailureDoublesTheWaitUpToHalfAMinute() {
    for (int failures = 0; failures < 100; failures++) {
      Duration most = Duration.ofSeconds(Math.min(30, 1L << Math.min(failures, 6)));
      assertThat(backoff.afterFailure(failures, null)).isBetween(most.dividedBy(2), most);
    }
  }

  @Test
  void whatFailedTogetherIsNotTriedTogether() {
    assertThat(IntStream.range(0, 20).mapToObj(_ -> backoff.afterFailure(5, null)).distinct())
        .hasSizeGreaterThan(10);
  }

  @Test
  void aForgeThatFailsIsHeardButNotBelievedForLong() {
    assertThat(backoff.afterFailure(0, Duration.ofSeconds(12))).isEqualTo(Duration.ofSeconds(12));
    assertThat(backoff.afterFailure(0, Duration.ofHours(2))).isEqualTo(Backoff.LONGEST);
    assertThat(backoff.afterFailure(9, Duration.ZERO)).isGreaterThan(Duration.ofSeconds(14));
  }

  @Test
  void aLimitIsWaitedOut() {
    assertThat(backoff.afterLimit(Duration.ofMinutes(40))).isEqualTo(Duration.ofMinutes(40));
    assertThat(backoff.afterLimit(null)).isEqualTo(Duration.ofMinutes(1));
    assertThat(backoff.afterLimit(Duration.ZERO)).isEqualTo(Duration.ofSeconds(1));
    assertThat(backoff.afterLimit(Duration.ofDays(3))).isEqualTo(Duration.ofHours(1));
  }
}
