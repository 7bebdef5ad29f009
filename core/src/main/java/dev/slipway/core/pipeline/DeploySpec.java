package dev.slipway.core.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code deploy}: one service in one environment.
 *
 * @param service its name; with the environment it identifies the service
 * @param build which image to run
 * @param target the name of a configured target
 * @param branch the branch that deploys; null for the default branch
 * @param hosts what the edge answers for; never empty
 * @param port that the container listens on; null means the first one that the image exposes
 * @param command replaces the image's; empty keeps it
 * @param env set in the container
 * @param stopGracePeriod from SIGTERM to SIGKILL, and the most that draining takes
 */
public record DeploySpec(
    String environment,
    String service,
    String build,
    String target,
    @Nullable String branch,
    List<String> hosts,
    @Nullable Integer port,
    int replicas,
    List<String> command,
    HealthCheck healthCheck,
    Duration stopGracePeriod,
    Map<String, String> env,
    Resources resources) {
  public DeploySpec {
    hosts = List.copyOf(hosts);
    command = List.copyOf(command);
    env = Map.copyOf(env);
  }

  /** The same with a port that is known. */
  public DeploySpec withPort(int known) {
    return new DeploySpec(
        environment,
        service,
        build,
        target,
        branch,
        hosts,
        known,
        replicas,
        command,
        healthCheck,
        stopGracePeriod,
        env,
        resources);
  }

  /** The same with another health check. */
  public DeploySpec withHealthCheck(HealthCheck other) {
    return new DeploySpec(
        environment,
        service,
        build,
        target,
        branch,
        hosts,
        port,
        replicas,
        command,
        other,
        stopGracePeriod,
        env,
        resources);
  }

  /**
   * Limits of one container; null means none.
   *
   * @param cpus in thousandths of a core
   * @param memory in bytes
   */
  public record Resources(@Nullable Integer cpus, @Nullable Long memory) {
    public static final Resources UNLIMITED = new Resources(null, null);
  }
}
