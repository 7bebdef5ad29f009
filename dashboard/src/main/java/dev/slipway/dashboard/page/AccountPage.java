package dev.slipway.dashboard.page;

import dev.slipway.core.account.Account;
import dev.slipway.dashboard.api.Offered;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The repositories that an account can see, to choose from.
 *
 * @param query what was searched for; empty for all
 * @param next where the list goes on; null at its end
 * @param trouble why the forge told nothing; empty when it did
 * @param used how many of Slipway's repositories are reached by the account
 */
public record AccountPage(
    Account account,
    List<Offered> offered,
    String query,
    @Nullable String next,
    String trouble,
    int used) {
  /** Whether there is anything to choose. */
  public boolean choice() {
    return offered.stream().anyMatch(each -> !each.enabled());
  }
}
