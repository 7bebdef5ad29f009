package dev.slipway.store;

import dev.slipway.core.registry.PushLeases;
import dev.slipway.core.registry.PushLeasesContract;
import io.lettuce.core.ZAddArgs;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisPushLeasesIT extends PushLeasesContract {
  @RegisterExtension static final RealRedis REAL = new RealRedis();

  @Override
  protected PushLeases leases() {
    return new RedisPushLeases(REAL.redis());
  }

  @Override
  protected void letLeasesRunOut() {
    String pushes = Key.REGISTRY_PUSHES.toString();
    List<String> in = REAL.redis().call(commands -> commands.zrange(pushes, 0, -1));
    in.forEach(
        push -> REAL.redis().<Long>call(c -> c.zadd(pushes, ZAddArgs.Builder.xx(), 1, push)));
    REAL.redis().<Long>call(commands -> commands.del(Key.REGISTRY_CLOSED.toString()));
  }
}
