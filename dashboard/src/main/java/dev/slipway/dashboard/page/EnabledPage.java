package dev.slipway.dashboard.page;

import dev.slipway.core.account.Account;
import dev.slipway.core.account.HookState;
import dev.slipway.dashboard.api.Enabling;
import java.time.Instant;
import java.util.List;

/**
 * What became of repositories that were chosen.
 *
 * @param since deliveries from then on count as first ones
 */
public record EnabledPage(Account account, List<Enabling> results, Instant since) {
  public ForgeGuide guide() {
    return ForgeGuide.of(account.forge());
  }

  /** How many are built from now on. */
  public long done() {
    return results.stream().filter(Enabling.Done.class::isInstance).count();
  }

  /** What is said of the webhook. */
  public static String hook(HookState hook) {
    return switch (hook) {
      case HookState.Fine() -> "The webhook is installed.";
      case HookState.Repaired(String what) -> "The webhook is installed: " + what + ".";
      case HookState.ByHand(String why) -> Show.sentence(why) + ".";
    };
  }
}
