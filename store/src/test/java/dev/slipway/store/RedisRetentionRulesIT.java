package dev.slipway.store;

import dev.slipway.core.retention.RetentionRules;
import dev.slipway.core.retention.RetentionRulesContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisRetentionRulesIT extends RetentionRulesContract {
  @RegisterExtension static final RealRedis REAL = new RealRedis();

  @Override
  protected RetentionRules rules() {
    return new RedisRetentionRules(REAL.redis());
  }
}
