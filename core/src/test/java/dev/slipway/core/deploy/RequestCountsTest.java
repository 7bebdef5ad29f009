package dev.slipway.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestCountsTest {
  @ParameterizedTest
  @ValueSource(
      longs = {50_001, 100_000, 123_456, 1_000_000, 7_777_777, 1_000_000_000L, 59_000_000_000L})
  void aLatencyCountsInABucketThatIsRightWithin19Percent(long nanos) {
    double shown = RequestCounts.upTo(RequestCounts.bucket(nanos)).toNanos();
    assertThat(shown / nanos).isBetween(0.999_999, 1.19);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1, 50_000})
  void whatTookHardlyAnyTimeCountsInTheFirstBucket(long nanos) {
    assertThat(RequestCounts.bucket(nanos)).isZero();
  }

  @Test
  void whatTookForeverCountsInTheLastBucket() {
    assertThat(RequestCounts.bucket(Long.MAX_VALUE)).isEqualTo(RequestCounts.BUCKETS - 1);
  }

  @Test
  void addsUpCountsOfDifferentLength() {
    RequestCounts one = new RequestCounts(3, 1, 0, List.of(3L));
    RequestCounts two = new RequestCounts(2, 0, 1, List.of(0L, 1L, 1L));
    RequestCounts both = new RequestCounts(5, 1, 1, List.of(3L, 1L, 1L));
    assertThat(one.plus(two)).isEqualTo(both);
    assertThat(two.plus(one)).isEqualTo(both);
    assertThat(both.since(one)).isEqualTo(new RequestCounts(2, 0, 1, List.of(0L, 1L, 1L)));
  }

  @Test
  void countsFromZeroWhereTheEdgeStartedAnew() {
    RequestCounts earlier = new RequestCounts(100, 5, 5, List.of(100L));
    RequestCounts now = new RequestCounts(7, 1, 0, List.of(7L));
    assertThat(now.since(earlier)).isEqualTo(now);
  }

  @Test
  void tellsTheShareOfServerErrors() {
    assertThat(new RequestCounts(200, 3, 0, List.of()).serverErrorShare()).isEqualTo(0.015);
    assertThat(RequestCounts.NONE.serverErrorShare()).isZero();
  }

  @Test
  void tellsWithinWhichTime95Of100AnswersBegan() {
    List<Long> counts = new ArrayList<>(Collections.nCopies(60, 0L));
    counts.set(RequestCounts.bucket(1_000_000), 95L);
    counts.set(RequestCounts.bucket(800_000_000), 5L);
    RequestCounts most = new RequestCounts(100, 0, 0, counts);
    assertThat(most.p95()).isBetween(Duration.ofMillis(1), Duration.ofNanos(1_190_000));
    counts.set(RequestCounts.bucket(800_000_000), 6L);
    assertThat(new RequestCounts(101, 0, 0, counts).p95()).isGreaterThan(Duration.ofMillis(700));
    assertThat(RequestCounts.NONE.p95()).isZero();
  }
}
