package dev.slipway.dashboard.api;

import dev.slipway.core.account.Account;
import dev.slipway.dashboard.http.Json;
import org.jspecify.annotations.Nullable;

/** A connected account as the API tells it; its token never comes out. */
record AccountView(
    String id,
    String forge,
    String url,
    String login,
    String userId,
    @Nullable String connectedAt) {
  static AccountView of(Account account) {
    return new AccountView(
        account.id().value(),
        account.forge().id(),
        account.url().toString(),
        account.login(),
        account.userId(),
        Json.time(account.connectedAt()));
  }
}
