package dev.slipway.deployer.target.docker;

import dev.slipway.core.deploy.CleanUp.Item;
import dev.slipway.core.deploy.CleanUp.Left;
import dev.slipway.core.deploy.CleanUp.Outcome;
import dev.slipway.core.deploy.CleanUp.Plan;
import dev.slipway.core.deploy.TargetException;
import java.util.ArrayList;
import java.util.List;

/** Removes the things of a plan one by one. */
public final class CleanUpItems {
  private CleanUpItems() {}

  /** What cannot be removed is left, with the reason. */
  public static Outcome remove(Plan plan, Removal removal) {
    List<Item> removed = new ArrayList<>();
    List<Left> left = new ArrayList<>();
    for (Item item : plan.items()) {
      try {
        removal.remove(item);
        removed.add(item);
      } catch (TargetException e) {
        left.add(new Left(item, e.getMessage()));
      }
    }
    return new Outcome(removed, left);
  }

  /** Removes one; one that is gone already is fine. */
  public interface Removal {
    void remove(Item item) throws TargetException;
  }
}
