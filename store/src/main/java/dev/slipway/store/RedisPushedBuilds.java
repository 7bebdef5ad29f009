package dev.slipway.store;

import dev.slipway.core.build.BuildId;
import dev.slipway.core.sync.PushedBuilds;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Keeps in Redis which builds pushed; {@code finish_build.lua} adds them. */
public final class RedisPushedBuilds implements PushedBuilds {
  private static final int AT_ONCE = 100;
  private final Redis redis;

  public RedisPushedBuilds(Redis redis) {
    this.redis = redis;
  }

  @Override
  public List<BuildId> unseen(Duration wait) throws InterruptedException {
    return Waiting.on(redis.signals(), Key.PUSHED_BUILDS.toString())
        .until(this::oldest, wait)
        .orElse(List.of());
  }

  private Optional<List<BuildId>> oldest() {
    List<String> ids =
        redis.call(commands -> commands.zrange(Key.PUSHED_BUILDS.toString(), 0, AT_ONCE - 1));
    return ids.isEmpty() ? Optional.empty() : Optional.of(ids.stream().map(BuildId::new).toList());
  }

  @Override
  public void seen(BuildId build) {
    redis.<Long>call(commands -> commands.zrem(Key.PUSHED_BUILDS.toString(), build.value()));
  }
}
