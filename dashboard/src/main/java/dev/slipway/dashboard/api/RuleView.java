package dev.slipway.dashboard.api;

import dev.slipway.core.delivery.RuleOutcome;
import java.util.List;

/** What one rule said, as the API tells it. */
record RuleView(String rule, boolean passed, String detail) {
  static List<RuleView> of(List<RuleOutcome> outcomes) {
    return outcomes.stream()
        .map(outcome -> new RuleView(outcome.rule().id(), outcome.passed(), outcome.detail()))
        .toList();
  }
}
