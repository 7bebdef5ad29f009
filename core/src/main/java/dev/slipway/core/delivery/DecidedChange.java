package dev.slipway.core.delivery;

import java.util.List;

/**
 * A change and what became of it.
 *
 * @param outcomes what each rule said, in the order in which they were asked
 */
public record DecidedChange(Change change, Decision decision, List<RuleOutcome> outcomes) {
  public DecidedChange {
    outcomes = List.copyOf(outcomes);
  }
}
