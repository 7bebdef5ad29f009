package dev.slipway.core.build;

import dev.slipway.core.deploy.DeploymentId;
import java.util.List;

/**
 * One build as last read from the store: what was asked for, and how far it is.
 *
 * @param number counts from 1 within the repository
 * @param revision changes with every move; moves are refused when it is not the newest
 * @param steps what ran in the current or last attempt, in order of start
 * @param deployments what was handed over when it succeeded
 */
public record Build(
    NewBuild request,
    long number,
    long revision,
    BuildState state,
    List<StepReport> steps,
    List<DeploymentId> deployments) {
  public Build {
    steps = List.copyOf(steps);
    deployments = List.copyOf(deployments);
  }

  public BuildId id() {
    return request.id();
  }
}
