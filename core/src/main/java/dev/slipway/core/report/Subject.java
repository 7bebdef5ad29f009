package dev.slipway.core.report;

import dev.slipway.core.build.BuildId;
import dev.slipway.core.deploy.DeploymentId;

/** What a forge is told about. */
public sealed interface Subject {
  /** The status of the build's commit. */
  record OfBuild(BuildId id) implements Subject {}

  /** The status of the deployed commit, and the forge's own record of the rollout. */
  record OfDeployment(DeploymentId id) implements Subject {}

  /** The comment on the pull request that the build is of. */
  record OfPullRequest(BuildId build) implements Subject {}
}
