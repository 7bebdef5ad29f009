package dev.slipway.core.deploy;

class InMemoryDeploymentLogsTest extends DeploymentLogsContract {
  private final InMemoryDeploymentLogs logs = new InMemoryDeploymentLogs();

  @Override
  protected DeploymentLogs logs() {
    return logs;
  }
}
