package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.DeploymentQueue;
import dev.slipway.core.deploy.Route;
import dev.slipway.core.deploy.Routes;
import dev.slipway.core.deploy.RoutesContract;
import dev.slipway.core.deploy.Services;
import io.lettuce.core.KillArgs;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisRoutesIT extends RoutesContract {
  @RegisterExtension static final RealRedis REAL = new RealRedis();

  @Override
  protected Routes routes() {
    return new RedisRoutes(REAL.redis(), Clock.systemUTC());
  }

  @Override
  protected Services services() {
    return new RedisServices(REAL.redis(), Clock.systemUTC());
  }

  @Override
  protected DeploymentQueue queue() {
    return new RedisDeploymentQueue(REAL.redis(), Clock.systemUTC());
  }

  @Override
  protected void letEdgesDie() {
    for (String edge : REAL.redis().call(c -> c.smembers(Key.EDGES.toString()))) {
      assertThat(REAL.redis().<Long>call(c -> c.pttl(Key.EDGE.of(edge))))
          .isBetween(1L, Routes.EDGE_ALIVE.toMillis());
      // As if that time were over.
      assertThat(REAL.redis().<Boolean>call(c -> c.pexpire(Key.EDGE.of(edge), 0))).isTrue();
    }
  }

  @Test
  void whoFollowsIsToldOfWhatHappenedWhileItsConnectionWasLost() throws Exception {
    publish(route("shop", 6));
    BlockingQueue<List<Route>> told = new LinkedBlockingQueue<>();
    try (var _ = routes().follow(told::add)) {
      assertThat(REAL.redis().<Long>call(c -> c.clientKill(KillArgs.Builder.typePubsub()))).isOne();

      publish(route("shop", 7));

      assertThat(awaitRelease(told, 7)).hasSize(1);
    }
  }
}
