package dev.slipway.core.retention;

import java.util.List;
import java.util.Optional;

/** Knows the rules. Safe for concurrent use. */
public interface RetentionRules {
  /** The rule with this very name. */
  Optional<RetentionRule> find(String repository);

  /** The one that holds for a repository: its own, or that for all others. */
  default Optional<RetentionRule> holdingFor(String repository) {
    return find(repository).or(() -> find(RetentionRule.ALL_OTHERS));
  }

  /** All of them, in the order of their names. */
  List<RetentionRule> all();

  /** Adds a rule, or replaces the one of its repository. */
  void put(RetentionRule rule);

  /** Forgets a rule; false where there is none. */
  boolean remove(String repository);
}
