package dev.slipway.server;

import dev.slipway.config.settings.Settings;
import dev.slipway.config.settings.TargetSettings;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.deployer.target.ConfiguredTargets;
import dev.slipway.deployer.target.TargetDefinition;
import dev.slipway.deployer.target.docker.Engine;

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
            directory.installation(), registry.place().beforePath(), registry.forPulling());
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

  private static TargetDefinition definition(String name, TargetSettings settings) {
    return new TargetDefinition(
        name,
        switch (settings.type()) {
          case DOCKER -> TargetDefinition.Kind.DOCKER;
          case SWARM -> TargetDefinition.Kind.SWARM;
        },
        settings.host(),
        settings.certificates(),
        settings.address(),
        settings.network());
  }
}
