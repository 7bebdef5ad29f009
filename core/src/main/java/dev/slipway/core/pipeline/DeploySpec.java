package dev.slipway.core.pipeline;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code deploy}: one service in one environment.
 *
 * @param service its name; with the environment it identifies the service
 * @param build which image to run
 * @param target the name of a configured target
 * @param branch the branch that deploys; null for the default branch
 * @param hosts what the edge answers for; never empty
 * @param limits of its requests
 * @param retainReleases how many releases that were live can be gone back to
 */
public record DeploySpec(
    String environment,
    String service,
    String build,
    String target,
    @Nullable String branch,
    List<HostPath> hosts,
    EdgeLimits limits,
    int replicas,
    Workload workload,
    HealthCheck healthCheck,
    UpdatePlan update,
    int retainReleases) {
  public static final int USUAL_RETAINED = 10;

  public DeploySpec {
    hosts = List.copyOf(hosts);
  }

  /**
   * Which containers come first: as the file says, else start-first, unless a volume that is
   * written to would then be in two hands.
   */
  public UpdatePlan.Order order() {
    boolean writes = workload.volumes().stream().anyMatch(volume -> !volume.readOnly());
    return Objects.requireNonNullElse(
        update.order(), writes ? UpdatePlan.Order.STOP_FIRST : UpdatePlan.Order.START_FIRST);
  }

  /** The same with another workload. */
  public DeploySpec withWorkload(Workload other) {
    return new DeploySpec(
        environment,
        service,
        build,
        target,
        branch,
        hosts,
        limits,
        replicas,
        other,
        healthCheck,
        update,
        retainReleases);
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
        limits,
        replicas,
        workload,
        other,
        update,
        retainReleases);
  }

  /** The same with another number of containers. */
  public DeploySpec withReplicas(int other) {
    return new DeploySpec(
        environment,
        service,
        build,
        target,
        branch,
        hosts,
        limits,
        other,
        workload,
        healthCheck,
        update,
        retainReleases);
  }

  /** The same, exchanged in another way. */
  public DeploySpec withUpdate(UpdatePlan other) {
    return new DeploySpec(
        environment,
        service,
        build,
        target,
        branch,
        hosts,
        limits,
        replicas,
        workload,
        healthCheck,
        other,
        retainReleases);
  }
}
