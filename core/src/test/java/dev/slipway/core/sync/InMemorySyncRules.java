package dev.slipway.core.sync;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps rules as long as the test runs. */
public final class InMemorySyncRules implements SyncRules {
  private final Map<SyncRuleId, SyncRule> rules = new ConcurrentHashMap<>();

  @Override
  public Optional<SyncRule> find(SyncRuleId id) {
    return Optional.ofNullable(rules.get(id));
  }

  @Override
  public List<SyncRule> all() {
    return rules.values().stream().sorted(Comparator.comparing(rule -> rule.id().value())).toList();
  }

  @Override
  public void put(SyncRule rule) {
    rules.put(rule.id(), rule);
  }

  @Override
  public boolean remove(SyncRuleId id) {
    return rules.remove(id) != null;
  }
}
