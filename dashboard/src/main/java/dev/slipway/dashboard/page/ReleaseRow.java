package dev.slipway.dashboard.page;

import dev.slipway.core.deploy.Release;
import dev.slipway.dashboard.api.ReleaseStanding;
import java.util.List;

/**
 * A release in the history.
 *
 * @param changes what going back to it would change
 */
public record ReleaseRow(Release release, ReleaseStanding standing, List<ReleaseChange> changes) {
  /** Whether going back to it is possible. */
  public boolean restorable() {
    return standing == ReleaseStanding.PREVIOUS;
  }
}
