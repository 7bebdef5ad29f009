package dev.slipway.core.retention;

class InMemoryRetentionRulesTest extends RetentionRulesContract {
  private final RetentionRules rules = new InMemoryRetentionRules();

  @Override
  protected RetentionRules rules() {
    return rules;
  }
}
