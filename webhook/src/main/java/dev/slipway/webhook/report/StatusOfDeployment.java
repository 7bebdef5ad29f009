package dev.slipway.webhook.report;

import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.DeploymentState.Cause;
import dev.slipway.core.deploy.DeploymentState.Checking;
import dev.slipway.core.deploy.DeploymentState.Failed;
import dev.slipway.core.deploy.DeploymentState.Live;
import dev.slipway.core.deploy.DeploymentState.Pending;
import dev.slipway.core.deploy.DeploymentState.Preparing;
import dev.slipway.core.deploy.DeploymentState.RolledBack;
import dev.slipway.core.deploy.DeploymentState.Starting;
import dev.slipway.core.deploy.DeploymentState.Switching;
import dev.slipway.core.deploy.DeploymentState.Watching;
import dev.slipway.core.deploy.Release;
import dev.slipway.webhook.forge.CommitStatus.State;
import java.net.URI;

/** Puts the state of a rollout into the status of the commit that is rolled out. */
final class StatusOfDeployment {
  private StatusOfDeployment() {}

  static String context(Release release) {
    return "slipway/deploy/" + release.content().spec().environment();
  }

  static News of(Deployment deployment, Release release, URI page) {
    DeploymentState state = deployment.state();
    String what = release.label() + " of " + release.content().spec().service();
    return new News(
        release.number(), stateOf(state), Words.line(what + " " + describe(state)), page);
  }

  private static State stateOf(DeploymentState state) {
    return switch (state) {
      case Pending _ -> State.QUEUED;
      case Preparing _, Starting _, Checking _, Switching _, Watching _ -> State.RUNNING;
      case Live _ -> State.SUCCEEDED;
      case Failed(Cause cause) -> neverStarted(cause) ? State.CANCELED : State.FAILED;
      case RolledBack _ -> State.FAILED;
    };
  }

  /** The phases of a rollout are told as one: they last seconds, and forges limit requests. */
  private static String describe(DeploymentState state) {
    return switch (state) {
      case Pending _ -> "waits for its turn";
      case Preparing _, Starting _, Checking _, Switching _, Watching _ -> "is being rolled out";
      case Live _ -> "is live";
      case Failed(Cause cause) ->
          neverStarted(cause)
              ? "was not rolled out: " + cause.message()
              : "failed while " + cause.phase() + ": " + cause.message();
      case RolledBack(int to, String because) -> "was rolled back to v" + to + ": " + because;
    };
  }

  private static boolean neverStarted(Cause cause) {
    return cause.phase().equals(DeploymentState.Status.PENDING.id());
  }
}
