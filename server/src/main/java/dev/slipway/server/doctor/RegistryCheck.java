package dev.slipway.server.doctor;

import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.registry.Registry;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.deployer.target.docker.Engine;
import dev.slipway.deployer.target.docker.ManagedRegistry;

/** The registry that images go to. */
public final class RegistryCheck {
  private static final String SUBJECT = "registry";

  private RegistryCheck() {}

  /** One that was set, or one of ours that was started before. */
  public static Finding running(Registry registry, String address) {
    try {
      registry.ping();
      return Finding.well(SUBJECT, address + " answers");
    } catch (RegistryException e) {
      return Finding.wrong(
          SUBJECT,
          address + " does not answer as a registry that is ours: " + e.getMessage(),
          e.hint()
              + "; SLIPWAY_REGISTRY says where it is, and `slipway registries add` who we are");
    }
  }

  /** Our own, which starts with Slipway and stays up. */
  public static Finding managed(Registry registry, Engine engine) {
    return answers(registry) ? Finding.well(SUBJECT, "our own runs") : startable(engine);
  }

  /** Our own, before its first start. */
  public static Finding startable(Engine engine) {
    try {
      return ManagedRegistry.canStartOn(engine)
          ? Finding.well(SUBJECT, "our own starts with Slipway; its image is there")
          : Finding.wrong(
              SUBJECT,
              "the engine has no image for our own yet; it is pulled where Docker Hub answers",
              "run script/setup, or set SLIPWAY_REGISTRY to a registry of yours");
    } catch (TargetException e) {
      return Finding.wrong(SUBJECT, "nothing is known without the engine", e.hint());
    }
  }

  private static boolean answers(Registry registry) {
    try {
      registry.ping();
      return true;
    } catch (RegistryException _) {
      return false;
    }
  }
}
