package dev.slipway.webhook.dialect;

import dev.slipway.core.delivery.Change;
import java.util.List;

/**
 * What was read from a delivery.
 *
 * @param name the forge's word for it
 * @param note why there are no changes; empty when there are
 */
public record ForgeEvent(String name, List<Change> changes, String note) {
  public static ForgeEvent of(String name, Change change) {
    return new ForgeEvent(name, List.of(change), "");
  }

  public static ForgeEvent nothing(String name, String note) {
    return new ForgeEvent(name, List.of(), note);
  }
}
