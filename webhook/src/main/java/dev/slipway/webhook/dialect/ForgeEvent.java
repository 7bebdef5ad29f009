package dev.slipway.webhook.dialect;

import dev.slipway.core.delivery.Change;
import java.util.List;

/**
 * What was read from a delivery.
 *
 * @param name the forge's word for it
 * @param note why there are no changes, or which part of the delivery was passed over; empty when
 *     all of it is in the changes
 */
public record ForgeEvent(String name, List<Change> changes, String note) {
  private static final int LONGEST_NAME = 100;

  public ForgeEvent {
    name = shown(name);
    changes = List.copyOf(changes);
  }

  public static ForgeEvent of(String name, Change change) {
    return new ForgeEvent(name, List.of(change), "");
  }

  public static ForgeEvent nothing(String name, String note) {
    return new ForgeEvent(name, List.of(), note);
  }

  /** For events that no rule of the forge's reader knows. */
  static ForgeEvent unknown(String name) {
    return nothing(name, "events of type \"" + shown(name) + "\" do not start builds");
  }

  /** For what can happen to a pull request without its commits being touched. */
  static ForgeEvent noNewCommits(String name, String action) {
    String what =
        action.isEmpty() ? "no action is named" : "the action is \"" + shown(action) + "\"";
    return nothing(name, what + ", which brings no new commits");
  }

  private static String shown(String text) {
    return Fields.cut(text, LONGEST_NAME);
  }
}
