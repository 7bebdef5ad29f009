package dev.slipway.core.report;

import dev.slipway.core.build.BuildId;
import dev.slipway.core.deploy.DeploymentId;

/** What a forge is told about. */
public sealed interface Subject {
  /** The status of the build's commit. */
  record OfBuild(BuildId id) implements Subject {
    @Override
    public String toString() {
      return "build " + id;
    }
  }

  /** The status of the deployed commit, and the forge's own record of the rollout. */
  record OfDeployment(DeploymentId id) implements Subject {
    @Override
    public String toString() {
      return "deployment " + id;
    }
  }

  /** The comment on the pull request that the build is of. */
  record OfPullRequest(BuildId build) implements Subject {
    @Override
    public String toString() {
      return "pull request of build " + build;
    }
  }
}
