package dev.slipway.store;

import dev.slipway.core.registry.PushLeases;
import java.time.Duration;
import java.util.OptionalInt;

/** Who pushes to the own registry and whether it is closed, in Redis, on its clock. */
public final class RedisPushLeases implements PushLeases {
  private static final LuaScript ENTER = LuaScript.load("enter_registry");
  private static final LuaScript RENEW = LuaScript.load("renew_push");
  private static final LuaScript CLOSE = LuaScript.load("close_registry");
  private static final LuaScript OPEN = LuaScript.load("open_registry");

  private final Redis redis;
  private final String lease;

  public RedisPushLeases(Redis redis) {
    this(redis, LEASE);
  }

  RedisPushLeases(Redis redis, Duration lease) {
    this.redis = redis;
    this.lease = String.valueOf(lease.toMillis());
  }

  @Override
  public boolean enter(String push) {
    return ENTER.number(redis, push, lease) == 1;
  }

  @Override
  public boolean renew(String push) {
    return RENEW.number(redis, push, lease) == 1;
  }

  @Override
  public void leave(String push) {
    var _ = redis.call(commands -> commands.zrem(Key.REGISTRY_PUSHES.toString(), push));
  }

  @Override
  public OptionalInt close(String cleaning) {
    long pushes = CLOSE.number(redis, cleaning, lease);
    return pushes < 0 ? OptionalInt.empty() : OptionalInt.of(Math.toIntExact(pushes));
  }

  @Override
  public void open(String cleaning) {
    var _ = OPEN.number(redis, cleaning);
  }
}
