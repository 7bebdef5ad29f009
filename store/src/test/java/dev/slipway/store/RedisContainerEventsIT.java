package dev.slipway.store;

import dev.slipway.core.deploy.ContainerEvents;
import dev.slipway.core.deploy.ContainerEventsContract;
import java.time.Clock;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisContainerEventsIT extends ContainerEventsContract {
  @RegisterExtension static final RealRedis REAL = new RealRedis();

  @Override
  protected ContainerEvents events() {
    return new RedisContainerEvents(REAL.redis(), Clock.systemUTC());
  }
}
