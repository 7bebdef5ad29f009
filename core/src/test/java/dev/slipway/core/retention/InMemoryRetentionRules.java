package dev.slipway.core.retention;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Keeps rules as long as the test runs. */
public final class InMemoryRetentionRules implements RetentionRules {
  private final Map<String, RetentionRule> rules = new ConcurrentSkipListMap<>();

  @Override
  public Optional<RetentionRule> find(String repository) {
    return Optional.ofNullable(rules.get(repository));
  }

  @Override
  public List<RetentionRule> all() {
    return List.copyOf(rules.values());
  }

  @Override
  public void put(RetentionRule rule) {
    rules.put(rule.repository(), rule);
  }

  @Override
  public boolean remove(String repository) {
    return rules.remove(repository) != null;
  }
}
