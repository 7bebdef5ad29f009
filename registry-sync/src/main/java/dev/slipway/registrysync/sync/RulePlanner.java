package dev.slipway.registrysync.sync;

import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.sync.SyncPlanner;
import dev.slipway.core.sync.SyncRule;
import dev.slipway.registrysync.oci.Digest;
import org.jspecify.annotations.Nullable;

/** Plans rules with what follows them. Safe for concurrent use. */
public final class RulePlanner implements SyncPlanner {
  private final Sync sync;

  public RulePlanner(Sync sync) {
    this.sync = sync;
  }

  @Override
  public Plan plan(SyncRule rule) throws RegistryException, InterruptedException {
    SyncPlan plan = sync.plan(rule);
    return new Plan(
        plan.images().stream().map(RulePlanner::image).toList(),
        plan.bytes(),
        plan.problems(),
        plan.warnings());
  }

  private static Image image(SyncPlan.Image image) {
    @Nullable Digest before = image.before();
    return new Image(
        image.tag(), image.wanted().toString(), before == null ? null : before.toString());
  }
}
