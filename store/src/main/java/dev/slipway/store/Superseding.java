package dev.slipway.store;

import dev.slipway.core.build.NewBuild;

/** What a build that never ran is told when a newer one takes its place. */
final class Superseding {
  private Superseding() {}

  static String because(NewBuild newer) {
    return "superseded by a newer %s %s (%s)"
        .formatted(
            newer.trigger().asked() ? "build of" : "push to",
            newer.ref().shortName(),
            newer.commit().sha().abbreviated());
  }
}
