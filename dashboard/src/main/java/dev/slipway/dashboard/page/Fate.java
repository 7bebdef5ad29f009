package dev.slipway.dashboard.page;

import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.ServiceId;
import java.util.Optional;

/**
 * The bad end of a rollout.
 *
 * @param what in a few words
 * @param why the sentence that the rollout left
 */
public record Fate(ServiceId service, String what, String why) {

  /** Empty for a rollout that goes well, or still goes on. */
  public static Optional<Fate> of(Deployment deployment) {
    String release = deployment.service() + " v" + deployment.release();
    return switch (deployment.state()) {
      case DeploymentState.Failed(var cause) ->
          Optional.of(
              new Fate(deployment.service(), release + " did not go live", cause.message()));
      case DeploymentState.RolledBack(int to, String because) ->
          Optional.of(
              new Fate(deployment.service(), release + " was rolled back to v" + to, because));
      case DeploymentState.Pending _,
          DeploymentState.Preparing _,
          DeploymentState.Starting _,
          DeploymentState.Checking _,
          DeploymentState.Switching _,
          DeploymentState.Watching _,
          DeploymentState.Live _ ->
          Optional.empty();
    };
  }
}
