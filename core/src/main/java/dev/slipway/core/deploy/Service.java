package dev.slipway.core.deploy;

import dev.slipway.core.pipeline.HostPath;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that runs, or ran, or is about to run for the first time.
 *
 * @param live the number of the release that gets the traffic; null before the first success
 * @param deploying the rollout that is going on; null when there is none
 * @param paused why pushes do not roll out now; null when they do
 * @param adjusted what was set by hand, over what the pipeline file says
 * @param lastDeployment the newest rollout, however it went
 */
public record Service(
    ServiceId id,
    String name,
    String environment,
    RepositoryId repositoryId,
    RepositoryName repository,
    String target,
    List<HostPath> hosts,
    @Nullable Integer live,
    @Nullable DeploymentId deploying,
    @Nullable Pause paused,
    Adjustments adjusted,
    DeploymentId lastDeployment) {
  public Service {
    hosts = List.copyOf(hosts);
  }
}
