package dev.slipway.core.sync;

import java.util.List;
import java.util.Optional;

/** Knows the rules. Safe for concurrent use. */
public interface SyncRules {
  Optional<SyncRule> find(SyncRuleId id);

  /** All of them, in the order of their ids. */
  List<SyncRule> all();

  /** Adds a rule, or replaces the one with its id. */
  void put(SyncRule rule);

  /** Forgets a rule, not its runs; false where there is none. */
  boolean remove(SyncRuleId id);
}
