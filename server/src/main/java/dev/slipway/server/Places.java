package dev.slipway.server;

import dev.slipway.config.pipeline.PipelineFile;
import dev.slipway.config.settings.Role;
import dev.slipway.config.settings.Settings;
import dev.slipway.config.settings.TargetSettings;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.deploy.TargetKind;
import dev.slipway.deployer.target.ConfiguredTargets;
import dev.slipway.deployer.target.TargetDefinition;
import dev.slipway.deployer.target.docker.Engine;
import java.util.Set;

/** Where containers may run, from the settings. */
final class Places {
  private Places() {}

  /**
   * Sets them up, without speaking to any.
   *
   * @param beside the engine beside Slipway
   */
  static ConfiguredTargets open(
      Engine beside, DataDirectory directory, RegistryRole registry, Settings settings)
      throws StartException {
    ConfiguredTargets.Common common =
        new ConfiguredTargets.Common(
            directory.installation(),
            registry.place().beforePath(),
            registry.access().forPulling());
    try {
      return ConfiguredTargets.open(
          beside,
          common,
          settings.targets().entrySet().stream()
              .map(target -> definition(target.getKey(), target.getValue()))
              .toList());
    } catch (TargetException e) {
      throw new StartException(e.getMessage() + ". " + e.hint(), e);
    }
  }

  /**
   * Reads pipeline files. Which targets there are is known to whoever rolls out: a process that
   * only builds may have been told of none.
   */
  static PipelineFile pipelines(ConfiguredTargets targets, Settings settings) {
    return settings.roles().contains(Role.DEPLOYER)
        ? new PipelineFile(Set.copyOf(targets.names()))
        : new PipelineFile();
  }

  private static TargetDefinition definition(String name, TargetSettings settings) {
    return new TargetDefinition(
        name,
        switch (settings.type()) {
          case DOCKER -> TargetKind.DOCKER;
          case SWARM -> TargetKind.SWARM;
        },
        settings.host(),
        settings.certificates(),
        settings.address(),
        settings.network());
  }
}
