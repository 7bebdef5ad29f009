package dev.slipway.core.pipeline;

import java.util.List;
import java.util.Map;

/**
 * An entry of {@code services}: a container that runs beside the steps, which reach it by its name.
 *
 * @param command replaces the image's; empty keeps it
 * @param healthCommand run inside until it ends with 0; empty leaves it to the image's HEALTHCHECK,
 *     or to its first exposed port being open
 */
public record SideService(
    String name,
    String image,
    List<String> command,
    Map<String, EnvValue> env,
    List<String> healthCommand,
    Resources resources) {
  public SideService {
    command = List.copyOf(command);
    env = Map.copyOf(env);
    healthCommand = List.copyOf(healthCommand);
  }
}
