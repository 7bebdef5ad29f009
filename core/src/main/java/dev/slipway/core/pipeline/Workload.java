package dev.slipway.core.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each container of a service is started with.
 *
 * @param port that it listens on; null means the first one that the image exposes
 * @param command replaces the image's; empty keeps it
 * @param env set in the container
 * @param stopGracePeriod from SIGTERM to SIGKILL, and the most that draining takes
 */
public record Workload(
    @Nullable Integer port,
    List<String> command,
    Map<String, EnvValue> env,
    List<Volume> volumes,
    Resources resources,
    Duration stopGracePeriod) {
  public static final Duration USUAL_GRACE = Duration.ofSeconds(30);

  /** The image as it is. */
  public static final Workload USUAL =
      new Workload(null, List.of(), Map.of(), List.of(), Resources.UNLIMITED, USUAL_GRACE);

  public Workload {
    command = List.copyOf(command);
    env = Map.copyOf(env);
    volumes = List.copyOf(volumes);
  }

  /** The same, listening on a port that is known. */
  public Workload withPort(int known) {
    return new Workload(known, command, env, volumes, resources, stopGracePeriod);
  }

  /** The same with other variables. */
  public Workload withEnv(Map<String, EnvValue> other) {
    return new Workload(port, command, other, volumes, resources, stopGracePeriod);
  }

  /**
   * A named volume that outlives every release of the service.
   *
   * @param path absolute, in the container
   */
  public record Volume(String name, String path, boolean readOnly) {
    /** As the pipeline file has it. */
    @Override
    public String toString() {
      return name + ":" + path + (readOnly ? ":ro" : "");
    }
  }
}
