package dev.slipway.core.account;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Accounts in memory, for tests. */
public final class InMemoryAccounts implements Accounts {
  private final Map<AccountId, Account> all = new HashMap<>();

  @Override
  public synchronized Optional<Account> find(AccountId id) {
    return Optional.ofNullable(all.get(id));
  }

  @Override
  public synchronized List<Account> all() {
    return all.values().stream()
        .sorted(
            Comparator.comparing(Account::connectedAt)
                .thenComparing(account -> account.id().value()))
        .toList();
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
