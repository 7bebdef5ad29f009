package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.SampleReleases;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.deploy.ServicesContract;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisServicesIT extends ServicesContract {
  @RegisterExtension static final RealRedis REAL = new RealRedis();

  @Override
  protected Services services() {
    return new RedisServices(REAL.redis(), Clock.systemUTC());
  }

  @Test
  void aHandOverIsToldToTheFeedOnce() {
    var release = SampleReleases.deploy("shop", 1);
    Deployment deployment = services().handOver(release);
    assertThat(services().handOver(release)).isEqualTo(deployment);

    List<StreamMessage<String, String>> events =
        REAL.redis().call(c -> c.xrange(Key.EVENTS.toString(), Range.unbounded()));

    assertThat(events)
        .map(event -> event.getBody().get("type") + " " + event.getBody().get("subject"))
        .containsExactly("deployment " + deployment.id(), "service shop.production");
  }
}
