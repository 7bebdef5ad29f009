package dev.slipway.webhook.forge;

import dev.slipway.core.account.Account;
import dev.slipway.core.account.AccountId;
import dev.slipway.core.account.Accounts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Accounts in memory. */
final class SomeAccounts implements Accounts {
  private final Map<AccountId, Account> all = new LinkedHashMap<>();

  @Override
  public synchronized Optional<Account> find(AccountId id) {
    return Optional.ofNullable(all.get(id));
  }

  @Override
  public synchronized List<Account> all() {
    return List.copyOf(all.values());
  }

  @Override
  public synchronized void put(Account account) {
    all.put(account.id(), account);
  }

  @Override
  public synchronized boolean remove(AccountId id) {
    return all.remove(id) != null;
  }
}
