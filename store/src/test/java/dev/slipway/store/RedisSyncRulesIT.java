package dev.slipway.store;

import dev.slipway.core.sync.SyncRules;
import dev.slipway.core.sync.SyncRulesContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisSyncRulesIT extends SyncRulesContract {
  @RegisterExtension static final RealRedis REAL = new RealRedis();

  @Override
  protected SyncRules rules() {
    return new RedisSyncRules(REAL.redis());
  }
}
