package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.build.Build;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.SampleBuilds;
import dev.slipway.core.delivery.Acceptance;
import dev.slipway.core.delivery.Deliveries.Outcome;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.Head;
import dev.slipway.core.source.GitRef;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Deliveries that go to a real Redis together. */
class PipelinedDeliveriesIT {
  @RegisterExtension static final RealRedis REAL = new RealRedis();

  private Redis redis;
  private RedisDeliveries deliveries;

  @BeforeEach
  void start() {
    redis = REAL.redis();
    deliveries = new RedisDeliveries(redis, Clock.systemUTC());
  }

  @Test
  void eachIsAcceptedOnWhatTheOneBeforeItLeaves() {
    List<Acceptance> line = line(100);
    assertThat(deliveries.acceptAll(line)).allMatch(Outcome.Accepted.class::isInstance);
    Acceptance last = line.getLast();
    assertThat(deliveries.heads(SampleBuilds.SHOP))
        .isEqualTo(Map.of(SampleBuilds.MAIN, last.moves().getFirst().to()));
    assertThat(new RedisBuilds(redis, Clock.systemUTC()).find(last.builds().getFirst().id()))
        .map(Build::number)
        .contains(100L);
  }

  @Test
  void whatFollowsOneThatIsNotTakenIsNotTakenEither() {
    List<Acceptance> line = line(3);
    deliveries.accept(line.getFirst());
    Delivery again =
        SampleBuilds.delivery(SampleBuilds.push(SampleBuilds.SHOP, SampleBuilds.MAIN), "0");
    List<Acceptance> two =
        List.of(new Acceptance(again, List.of(), List.of(), List.of()), line.get(2));
    assertThat(deliveries.acceptAll(two))
        .containsExactly(
            new Outcome.Duplicate(line.getFirst().delivery()), new Outcome.HeadsMoved());
  }

  @Test
  void aRedisThatForgotTheScriptIsSentIt() {
    redis.call(commands -> commands.scriptFlush());
    assertThat(deliveries.acceptAll(line(10))).allMatch(Outcome.Accepted.class::isInstance);
  }

  private static List<Acceptance> line(int length) {
    List<Acceptance> line = new ArrayList<>();
    Map<GitRef, Head> heads = Map.of();
    for (int i = 0; i < length; i++) {
      NewBuild build = SampleBuilds.push(SampleBuilds.SHOP, SampleBuilds.MAIN);
      line.add(SampleBuilds.acceptance(build, Integer.toString(i), heads));
      Head head = new Head(build.commit().sha(), build.commit().sha(), null);
      heads = Map.of(SampleBuilds.MAIN, head);
    }
    return line;
  }
}
