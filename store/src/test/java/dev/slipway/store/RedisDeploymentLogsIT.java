package dev.slipway.store;

import dev.slipway.core.deploy.DeploymentLogs;
import dev.slipway.core.deploy.DeploymentLogsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisDeploymentLogsIT extends DeploymentLogsContract {
  @RegisterExtension static final RealRedis REAL = new RealRedis();

  @Override
  protected DeploymentLogs logs() {
    return new RedisDeploymentLogs(REAL.redis());
  }
}
