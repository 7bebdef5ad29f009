package dev.slipway.core.deploy;

import dev.slipway.core.deploy.DeploymentState.Checking;
import dev.slipway.core.deploy.DeploymentState.Failed;
import dev.slipway.core.deploy.DeploymentState.Live;
import dev.slipway.core.deploy.DeploymentState.Pending;
import dev.slipway.core.deploy.DeploymentState.Preparing;
import dev.slipway.core.deploy.DeploymentState.RolledBack;
import dev.slipway.core.deploy.DeploymentState.Starting;
import dev.slipway.core.deploy.DeploymentState.Switching;
import dev.slipway.core.deploy.DeploymentState.Watching;

/**
 * The one place that knows which moves of a deployment are legal; drawn in docs/state-machine.md.
 */
public final class DeploymentMoves {
  private DeploymentMoves() {}

  /** Whether a deployment may go from one state to the other in a single step. */
  public static boolean legal(DeploymentState from, DeploymentState to) {
    return switch (from) {
      case Pending _ -> to instanceof Preparing || to instanceof Failed;
      case Preparing _ -> to instanceof Starting || to instanceof Failed;
      // Where an earlier batch has traffic already, there is something to roll back.
      case Starting _ -> to instanceof Checking || to instanceof RolledBack || to instanceof Failed;
      // Back to Starting: a restarted deployer found that the containers are gone.
      case Checking _ ->
          to instanceof Switching
              || to instanceof Starting
              || to instanceof RolledBack
              || to instanceof Failed;
      // On to Starting: the next batch.
      case Switching _ ->
          to instanceof Watching
              || to instanceof Starting
              || to instanceof RolledBack
              || to instanceof Failed;
      // Back to Switching: the next share of a canary.
      case Watching _ ->
          to instanceof Live
              || to instanceof Switching
              || to instanceof RolledBack
              || to instanceof Failed;
      case Live _, Failed _, RolledBack _ -> false;
    };
  }
}
