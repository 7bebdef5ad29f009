package dev.slipway.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryAccessTest extends AccessContract {
  private final Watch watch = new Watch();

  @Override
  protected AccessRecords fresh() {
    return InMemoryAccess.at(watch);
  }

  @Test
  void aTokenEnds() {
    tokens.add("slp_secret", token("tok_1", "ada"));
    watch.now = start.plus(Duration.ofDays(1));
    assertThat(tokens.find("slp_secret")).isEmpty();
    assertThat(tokens.any()).isFalse();
  }

  @Test
  void aSessionEndsWhenItIsIdleOrOld() {
    sessions.start("slps_1", session("ses_1", "ada"));
    watch.now = start.plus(Session.IDLE).minusSeconds(60);
    assertThat(sessions.find("slps_1")).isPresent();
    watch.now = watch.now.plus(Session.IDLE).minusSeconds(60);
    assertThat(sessions.find("slps_1")).isPresent();
    watch.now = watch.now.plus(Session.IDLE);
    assertThat(sessions.find("slps_1")).isEmpty();

    sessions.start("slps_2", session("ses_2", "ada"));
    for (watch.now = start; watch.now.isBefore(start.plus(Session.LONGEST)); ) {
      assertThat(sessions.find("slps_2")).isPresent();
      watch.now = watch.now.plus(Duration.ofHours(12));
    }
    assertThat(sessions.find("slps_2")).isEmpty();
  }

  @Test
  void triesComeBackWithTime() {
    var account = new Tries.Allowance("account:ada", 1, Duration.ofMinutes(5));
    assertThat(tries.take(List.of(account))).isZero();
    watch.now = start.plus(Duration.ofMinutes(4));
    assertThat(tries.take(List.of(account))).isEqualTo(Duration.ofMinutes(1));
    watch.now = start.plus(Duration.ofMinutes(5));
    assertThat(tries.take(List.of(account))).isZero();
  }

  private final class Watch extends Clock {
    private Instant now = start;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("tests use UTC only");
    }
  }
}
