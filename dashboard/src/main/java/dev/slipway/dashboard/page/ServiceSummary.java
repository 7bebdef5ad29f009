package dev.slipway.dashboard.page;

import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.Pause;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.Service;
import dev.slipway.dashboard.api.ServiceStanding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service and what it runs.
 *
 * @param live null before the first success
 * @param last the rollout that goes on, else the newest; null only when its record is gone
 */
public record ServiceSummary(
    Service service, @Nullable Release live, @Nullable Deployment last, List<String> urls) {

  public ServiceStanding standing() {
    return ServiceStanding.of(service);
  }

  /** Whether a rollout is going on. */
  public boolean deploying() {
    return service.deploying() != null;
  }

  /** The newest rollout when it did not go well and nothing newer is going on. */
  public @Nullable Deployment trouble() {
    return !deploying()
            && last != null
            && (last.state() instanceof DeploymentState.Failed
                || last.state() instanceof DeploymentState.RolledBack)
        ? last
        : null;
  }

  /** Why pushes wait; empty when they do not, and where the trouble's own text says it. */
  public String pausedBecause() {
    Pause pause = service.paused();
    Deployment trouble = trouble();
    boolean told =
        pause != null
            && trouble != null
            && trouble.state() instanceof DeploymentState.RolledBack(_, String because)
            && because.startsWith(pause.because());
    return pause == null || told ? "" : pause.because();
  }

  /** How it stands, in one sentence. */
  public String sentence() {
    if (deploying()) {
      return last == null
          ? "A rollout is going on"
          : "Rolling out v" + last.release() + ": " + Show.word(last.state().status().id());
    }
    if (live == null) {
      return "Not running: no release has become live yet";
    }
    return trouble() == null
        ? live.label() + " is live"
        : live.label() + " is live; the newest rollout did not get through";
  }
}
