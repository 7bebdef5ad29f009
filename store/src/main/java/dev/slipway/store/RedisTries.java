package dev.slipway.store;

import dev.slipway.core.access.Tries;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Counts tries in Redis, for all processes together. */
public final class RedisTries implements Tries {
  private static final LuaScript TAKE = LuaScript.load("take_try");

  private final Redis redis;

  public RedisTries(Redis redis) {
    this.redis = redis;
  }

  @Override
  public Duration take(List<Allowance> allowances) {
    String[] arguments =
        allowances.stream()
            .flatMap(each ->
                Stream.of(
                    each.subject(),
                    Integer.toString(each.most()),
                    Long.toString(each.within().toMillis())))
            .toArray(String[]::new);
    return Duration.ofMillis(TAKE.number(redis, arguments));
  }

  @Override
  public void forget(String subject) {
    redis.call(commands -> commands.del(Key.TRIES.of(subject)));
  }
}
