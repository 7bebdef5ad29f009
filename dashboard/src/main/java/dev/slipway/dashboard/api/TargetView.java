package dev.slipway.dashboard.api;

import dev.slipway.dashboard.api.TargetStanding.Trouble;
import org.jspecify.annotations.Nullable;

/**
 * A target as the API tells it.
 *
 * @param services how many have containers there; null when it does not answer
 */
record TargetView(
    String name,
    String type,
    boolean reachable,
    @Nullable Integer services,
    @Nullable Trouble trouble) {
  static TargetView of(TargetStanding standing) {
    boolean reachable = standing.trouble() == null;
    return new TargetView(
        standing.name(),
        standing.kind().id(),
        reachable,
        reachable ? standing.services() : null,
        standing.trouble());
  }
}
