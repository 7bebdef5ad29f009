package dev.slipway.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.RequestCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgementTest {
  private static final RequestCounts GOOD = counts(1000, 0, Duration.ofMillis(20));

  @Test
  void fewRequestsProveNothing() {
    assertThat(Judgement.complaint("v2", counts(19, 19, Duration.ofMillis(20)), GOOD)).isEmpty();
    assertThat(Judgement.complaint("v2", counts(20, 20, Duration.ofMillis(20)), GOOD))
        .contains("v2 answered 20 of 20 requests with a server error (100.0 %; 0.0 % before)");
  }

  @Test
  void fivePercentMoreThanBeforeAreBorne() {
    RequestCounts bad = counts(1000, 100, Duration.ofMillis(20));

    assertThat(Judgement.complaint("v2", counts(100, 15, Duration.ofMillis(20)), bad)).isEmpty();
    assertThat(Judgement.complaint("v2", counts(100, 16, Duration.ofMillis(20)), bad)).isPresent();
    assertThat(Judgement.complaint("v2", counts(100, 5, Duration.ofMillis(20)), GOOD)).isEmpty();
  }

  @Test
  void threeTimesAsSlowIsTooSlowWhereItCanBeFelt() {
    assertThat(Judgement.complaint("v2", counts(100, 0, Duration.ofMillis(220)), GOOD)).isEmpty();
    assertThat(Judgement.complaint("v2", counts(100, 0, Duration.ofMillis(400)), GOOD))
        .hasValueSatisfying(
            told -> assertThat(told).startsWith("95 of 100 answers of v2 began within 4"));
    RequestCounts slow = counts(1000, 0, Duration.ofMillis(300));
    assertThat(Judgement.complaint("v2", counts(100, 0, Duration.ofMillis(800)), slow)).isEmpty();
  }

  @Test
  void aReleaseThatTakesNoConnectionsIsToldSo() {
    RequestCounts away = new RequestCounts(50, 0, 10, List.of());

    assertThat(Judgement.complaint("v2", away, GOOD))
        .contains("v2 took no connection for 10 of 50 requests");
  }

  private static RequestCounts counts(int requests, int errors, Duration latency) {
    int bucket = RequestCounts.bucket(latency.toNanos());
    List<Long> latencies = new ArrayList<>(Collections.nCopies(bucket, 0L));
    latencies.add((long) requests);
    return new RequestCounts(requests, errors, 0, latencies);
  }
}
