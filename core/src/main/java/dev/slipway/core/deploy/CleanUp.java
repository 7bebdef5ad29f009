package dev.slipway.core.deploy;

import dev.slipway.core.pipeline.ImageReference;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Gets rid of what a place keeps for this installation although nobody needs it. Volumes are never
 * among it: they hold what cannot be made again. Safe for concurrent use.
 */
public interface CleanUp {
  /** Looks what would go, and removes nothing. */
  Plan plan(Keep keep) throws TargetException;

  /**
   * Removes what the plan names and is still not in use. One thing that cannot be removed keeps
   * none of the others from going.
   *
   * @throws TargetException when the place is out of reach
   */
  Outcome carryOut(Plan plan) throws TargetException;

  /**
   * What is needed.
   *
   * @param deployments whose containers stay: live, on standby, retained, or going on
   * @param images of every release that can be gone back to, and of those on their way
   * @param asOf when this was true: what came later stays
   */
  record Keep(Set<DeploymentId> deployments, Set<ImageReference> images, Instant asOf) {
    public Keep {
      deployments = Set.copyOf(deployments);
      images = Set.copyOf(images);
    }
  }

  /** What would go, in the order in which it has to go. */
  record Plan(List<Item> items) {
    public Plan {
      items = List.copyOf(items);
    }

    /** The most that becomes free: what images share with others that stay is counted, too. */
    public long bytes() {
      return items.stream().mapToLong(Item::bytes).sum();
    }
  }

  /**
   * A thing that can go.
   *
   * @param id by which the place knows it
   * @param name by which people know it
   * @param why it is not needed, in one sentence
   */
  record Item(Kind kind, String id, String name, long bytes, String why) {}

  enum Kind {
    CONTAINER,
    IMAGE,
    NETWORK
  }

  /** What went, and what did not. */
  record Outcome(List<Item> removed, List<Left> left) {
    public Outcome {
      removed = List.copyOf(removed);
      left = List.copyOf(left);
    }
  }

  /** A thing that could not be removed. */
  record Left(Item item, String because) {}
}
