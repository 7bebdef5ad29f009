package dev.slipway.dashboard.api;

import dev.slipway.core.account.HookState;

/**
 * How a webhook stands, as the API tells it.
 *
 * @param state {@code fine}, {@code repaired} or {@code by_hand}
 * @param detail what was repaired, or why a person has to enter the URL at the forge
 */
record HookView(String state, String detail, String webhookUrl) {
  static HookView of(HookState hook, String webhookUrl) {
    return switch (hook) {
      case HookState.Fine() -> new HookView("fine", "", webhookUrl);
      case HookState.Repaired(String what) -> new HookView("repaired", what, webhookUrl);
      case HookState.ByHand(String why) -> new HookView("by_hand", why, webhookUrl);
    };
  }
}
