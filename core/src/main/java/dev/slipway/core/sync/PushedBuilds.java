package dev.slipway.core.sync;

import dev.slipway.core.build.BuildId;
import java.time.Duration;
import java.util.List;

/**
 * Builds that pushed images for which nobody has started copies yet. A build is among them from the
 * moment of its success, which is written in the same step, so that none is missed whichever
 * process dies when. Safe for concurrent use.
 */
public interface PushedBuilds {
  /**
   * The oldest of them.
   *
   * @param wait for how long to wait where there is none
   */
  List<BuildId> unseen(Duration wait) throws InterruptedException;

  /** All copies that follow from it were started. */
  void seen(BuildId build);
}
