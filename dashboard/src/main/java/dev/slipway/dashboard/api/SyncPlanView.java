package dev.slipway.dashboard.api;

import dev.slipway.core.sync.SyncPlanner;
import dev.slipway.core.sync.SyncRuleId;
import dev.slipway.core.sync.SyncState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What following a rule would do, as the API tells it. */
record SyncPlanView(
    String rule,
    List<Image> items,
    long bytes,
    List<SyncState.Problem> problems,
    List<String> warnings) {
  static SyncPlanView of(SyncRuleId rule, SyncPlanner.Plan plan) {
    return new SyncPlanView(
        rule.value(),
        plan.images().stream()
            .map(image -> new Image(image.tag(), image.digest(), image.before(), image.changes()))
            .toList(),
        plan.bytes(),
        plan.problems(),
        plan.warnings());
  }

  /**
   * One tag.
   *
   * @param before what it leads to at the destination; null where it is not there
   */
  record Image(String tag, String digest, @Nullable String before, boolean changes) {}
}
