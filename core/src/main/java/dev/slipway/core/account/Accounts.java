package dev.slipway.core.account;

import java.util.List;
import java.util.Optional;

/** Keeps the connected accounts. Safe for concurrent use; each call is one atomic step. */
public interface Accounts {
  Optional<Account> find(AccountId id);

  /** All of them, in the order in which they were connected. */
  List<Account> all();

  /** Adds the account, or replaces the one with the same id, as when its token was renewed. */
  void put(Account account);

  /** Removes it; false when there was none. */
  boolean remove(AccountId id);
}
