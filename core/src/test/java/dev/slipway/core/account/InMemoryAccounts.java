package dev.slipway.core.account;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Accounts in memory, for tests. */
public final class InMemoryAccounts implements Accounts {
  private final Map<AccountId, Account> all = new HashMap<>();
  private final List<Consumer<AccountId>> puts = new CopyOnWriteArrayList<>();

  /** Calls the listener whenever an account is put. */
  public void onPut(Consumer<AccountId> listener) {
    puts.add(listener);
  }

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
    puts.forEach(listener -> listener.accept(account.id()));
  }

  @Override
  public synchronized boolean remove(AccountId id) {
    return all.remove(id) != null;
  }
}
