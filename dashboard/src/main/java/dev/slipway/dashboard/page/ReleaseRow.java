package dev.slipway.dashboard.page;

import dev.slipway.core.deploy.Release;
import dev.slipway.dashboard.api.ReleaseChange;
import dev.slipway.dashboard.api.ReleaseStanding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A release in the history.
 *
 * @param changes what going back to it would change
 * @param past a release marked as not reversible that going back to it leads past; null for none
 */
public record ReleaseRow(
    Release release,
    ReleaseStanding standing,
    List<ReleaseChange> changes,
    @Nullable Release past) {
  /** Whether going back to it is possible. */
  public boolean restorable() {
    return standing == ReleaseStanding.PREVIOUS;
  }
}
