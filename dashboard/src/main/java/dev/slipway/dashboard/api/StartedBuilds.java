package dev.slipway.dashboard.api;

import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildState.Status;
import dev.slipway.core.build.Builds;
import dev.slipway.core.delivery.DecidedChange;
import dev.slipway.core.delivery.Decision;
import dev.slipway.core.delivery.Delivery;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The builds that deliveries started, as far as they are still kept, as they stand now. */
public final class StartedBuilds {
  private final Map<BuildId, Build> byId;

  private StartedBuilds(Map<BuildId, Build> byId) {
    this.byId = byId;
  }

  /** Those of all these deliveries. */
  public static StartedBuilds of(Collection<Delivery> deliveries, Builds builds) {
    Map<BuildId, Build> byId = new HashMap<>();
    for (Delivery delivery : deliveries) {
      for (DecidedChange decided : delivery.changes()) {
        idOf(decided).flatMap(builds::find).ifPresent(build -> byId.put(build.id(), build));
      }
    }
    return new StartedBuilds(byId);
  }

  public static StartedBuilds of(Delivery delivery, Builds builds) {
    return of(List.of(delivery), builds);
  }

  /** The id of the build that a change started; empty when it started none. */
  public static Optional<BuildId> idOf(DecidedChange decided) {
    return decided.decision() instanceof Decision.Build(BuildId id, _)
        ? Optional.of(id)
        : Optional.empty();
  }

  /** The build that a change started; empty when it started none, or it is not kept any more. */
  public Optional<Build> of(DecidedChange decided) {
    return idOf(decided).map(byId::get);
  }

  /** Whether something of a delivery cannot go on before somebody says yes. */
  public boolean waits(Delivery delivery) {
    return delivery.changes().stream()
        .flatMap(decided -> of(decided).stream())
        .anyMatch(build -> build.state().status() == Status.WAITING);
  }
}
