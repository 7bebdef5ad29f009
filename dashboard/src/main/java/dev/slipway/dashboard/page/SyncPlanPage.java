package dev.slipway.dashboard.page;

import dev.slipway.core.sync.SyncPlanner;
import dev.slipway.core.sync.SyncRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What following a rule would do.
 *
 * @param plan null where nobody can say
 * @param trouble why; empty where there is a plan
 */
public record SyncPlanPage(SyncRule rule, SyncPlanner.@Nullable Plan plan, String trouble) {
  /** What would be copied. */
  public List<SyncPlanner.Image> changing() {
    return plan == null
        ? List.of()
        : plan.images().stream().filter(SyncPlanner.Image::changes).toList();
  }

  /** How many tags the rule means. */
  public int all() {
    return plan == null ? 0 : plan.images().size();
  }
}
