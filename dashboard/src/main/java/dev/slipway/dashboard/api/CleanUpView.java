package dev.slipway.dashboard.api;

import dev.slipway.core.deploy.CleanUp.Item;
import dev.slipway.core.deploy.CleanUp.Left;
import dev.slipway.core.deploy.CleanUp.Outcome;
import dev.slipway.core.deploy.CleanUp.Plan;
import java.util.List;
import java.util.Locale;

/** What would go from a target, and what went, as the API tells it. */
final class CleanUpView {
  private CleanUpView() {}

  /**
   * What would go.
   *
   * @param bytes the most that becomes free
   */
  record Planned(String target, List<Thing> items, long bytes) {
    static Planned of(String target, Plan plan) {
      return new Planned(target, things(plan.items()), plan.bytes());
    }
  }

  /**
   * What went, and what could not.
   *
   * @param bytes the most that became free
   */
  record Done(String target, List<Thing> removed, List<Stayed> left, long bytes) {
    static Done of(String target, Outcome outcome) {
      return new Done(
          target,
          things(outcome.removed()),
          outcome.left().stream().map(Stayed::of).toList(),
          new Plan(outcome.removed()).bytes());
    }
  }

  /** A thing that nobody needs, and why. */
  record Thing(String kind, String id, String name, long bytes, String why) {
    static Thing of(Item item) {
      return new Thing(word(item), item.id(), item.name(), item.bytes(), item.why());
    }
  }

  /** A thing that could not be removed. */
  record Stayed(String kind, String id, String name, String because) {
    static Stayed of(Left left) {
      Item item = left.item();
      return new Stayed(word(item), item.id(), item.name(), left.because());
    }
  }

  private static List<Thing> things(List<Item> items) {
    return items.stream().map(Thing::of).toList();
  }

  private static String word(Item item) {
    return item.kind().name().toLowerCase(Locale.ROOT);
  }
}
