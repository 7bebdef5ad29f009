package dev.slipway.dashboard.api;

import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.deploy.Services;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What became of a release. */
public enum ReleaseStanding {
  /** Gets the traffic. */
  LIVE,
  /** Got the traffic once. */
  PREVIOUS,
  /** Is on its way. */
  PENDING,
  /** Never became live. */
  FAILED;

  /** How the API writes it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Decides it from the service and from the rollout of the release. */
  public static ReleaseStanding of(Release release, Service service, Services services) {
    if (service.live() != null && service.live() == release.number()) {
      return LIVE;
    }
    @Nullable Deployment rollout = services.deployment(release.content().deployment()).orElse(null);
    if (rollout == null) {
      // Its record is gone by age: only releases that were live are kept for so long.
      return PREVIOUS;
    }
    return switch (rollout.state()) {
      case DeploymentState.Live _ -> PREVIOUS;
      case DeploymentState.Failed _, DeploymentState.RolledBack _ -> FAILED;
      case DeploymentState.Pending _,
          DeploymentState.Preparing _,
          DeploymentState.Starting _,
          DeploymentState.Checking _,
          DeploymentState.Switching _,
          DeploymentState.Watching _ ->
          PENDING;
    };
  }
}
