package dev.slipway.store;

import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.Trigger;

/** What a build that never ran is told when a newer one takes its place. */
final class Superseding {
  private Superseding() {}

  static String because(NewBuild newer) {
    boolean asked = newer.trigger() == Trigger.MANUAL || newer.trigger() == Trigger.RETRY;
    return "superseded by a newer %s %s (%s)"
        .formatted(
            asked ? "build of" : "push to",
            newer.ref().shortName(),
            newer.commit().sha().abbreviated());
  }
}
