package dev.slipway.dashboard.page;

import dev.slipway.core.deploy.CleanUp.Plan;
import dev.slipway.core.deploy.Nodes.Node;
import dev.slipway.dashboard.api.TargetStanding;
import dev.slipway.dashboard.api.TargetStanding.Trouble;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A target with its machines and what would go from it.
 *
 * @param nodes none for a single machine
 * @param plan null when there is trouble
 * @param trouble why not all of it can be told; null when there is none
 */
public record TargetSummary(
    TargetStanding standing, List<Node> nodes, @Nullable Plan plan, @Nullable Trouble trouble) {
  public TargetSummary {
    nodes = List.copyOf(nodes);
  }

  public String name() {
    return standing.name();
  }

  /** What it is, in words. */
  public String kind() {
    return switch (standing.kind()) {
      case DOCKER -> "Docker engine";
      case SWARM -> "Docker Swarm";
    };
  }

  /** How much of what would go, in a sentence's worth of words; empty for nothing. */
  public String wouldGo() {
    return plan == null ? "" : Things.counted(plan.items());
  }
}
