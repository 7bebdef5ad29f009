package dev.slipway.core.sync;

import java.util.List;
import java.util.Optional;

/**
 * Remembers which images of a mirror builds asked for: that is what a rule for many repositories
 * means. Safe for concurrent use.
 */
public interface MirroredImages {
  /** Of each rule; the ones that nobody asked for longest are forgotten. */
  int MOST = 500;

  Optional<MirroredImage> find(SyncRuleId rule, String repository, String tag);

  /** Those of a rule, in the order of their names. */
  List<MirroredImage> of(SyncRuleId rule);

  /** Adds an image, or replaces what is known of it. */
  void remember(SyncRuleId rule, MirroredImage image);
}
