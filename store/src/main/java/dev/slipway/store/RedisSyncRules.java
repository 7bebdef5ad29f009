package dev.slipway.store;

import dev.slipway.core.sync.SyncRule;
import dev.slipway.core.sync.SyncRuleId;
import dev.slipway.core.sync.SyncRules;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps rules in Redis. */
public final class RedisSyncRules implements SyncRules {
  private static final LuaScript PUT = LuaScript.load("put_sync_rule");
  private static final LuaScript REMOVE = LuaScript.load("remove_sync_rule");
  private final Redis redis;

  public RedisSyncRules(Redis redis) {
    this.redis = redis;
  }

  @Override
  public Optional<SyncRule> find(SyncRuleId id) {
    String json = redis.<@Nullable String>call(commands -> commands.get(Key.SYNC_RULE.of(id)));
    return Optional.ofNullable(json).map(text -> Json.read(text, SyncRule.class));
  }

  @Override
  public List<SyncRule> all() {
    List<String> ids = redis.call(commands -> commands.zrange(Key.SYNC_RULES.toString(), 0, -1));
    return ids.stream().map(id -> find(new SyncRuleId(id))).flatMap(Optional::stream).toList();
  }

  @Override
  public void put(SyncRule rule) {
    var _ = PUT.number(redis, rule.id().value(), Json.write(rule));
  }

  @Override
  public boolean remove(SyncRuleId id) {
    return REMOVE.number(redis, id.value()) == 1;
  }
}
