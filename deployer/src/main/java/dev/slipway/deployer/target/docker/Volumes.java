package dev.slipway.deployer.target.docker;

import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.pipeline.Workload;
import java.util.Map;

/**
 * Names the volumes of services. They outlive every release: nothing in this package removes one.
 */
public final class Volumes {
  private Volumes() {}

  /** What the engine calls it. */
  public static String name(String installation, ServiceId service, Workload.Volume volume) {
    return "slipway-" + installation + "-" + service.value() + "-" + volume.name();
  }

  public static Map<String, String> labels(
      String installation, ServiceId service, Workload.Volume volume) {
    return Map.of(
        Labels.INSTANCE,
        installation,
        Labels.SERVICE,
        service.value(),
        Labels.VOLUME,
        volume.name());
  }
}
