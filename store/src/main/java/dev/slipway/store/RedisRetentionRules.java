package dev.slipway.store;

import dev.slipway.core.retention.RetentionRule;
import dev.slipway.core.retention.RetentionRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps rules of retention in Redis. */
public final class RedisRetentionRules implements RetentionRules {
  private final Redis redis;

  public RedisRetentionRules(Redis redis) {
    this.redis = redis;
  }

  @Override
  public Optional<RetentionRule> find(String repository) {
    String json =
        redis.<@Nullable String>call(
            commands -> commands.hget(Key.RETENTION_RULES.toString(), repository));
    return Optional.ofNullable(json).map(text -> Json.read(text, RetentionRule.class));
  }

  @Override
  public List<RetentionRule> all() {
    Map<String, String> rules =
        redis.call(commands -> commands.hgetall(Key.RETENTION_RULES.toString()));
    return rules.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(rule -> Json.read(rule.getValue(), RetentionRule.class))
        .toList();
  }

  @Override
  public void put(RetentionRule rule) {
    String json = Json.write(rule);
    var _ =
        redis.<Boolean>call(
            commands -> commands.hset(Key.RETENTION_RULES.toString(), rule.repository(), json));
  }

  @Override
  public boolean remove(String repository) {
    return redis.<Long>call(commands -> commands.hdel(Key.RETENTION_RULES.toString(), repository))
        == 1;
  }
}
