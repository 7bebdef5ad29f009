package dev.slipway.core.delivery;

/**
 * What one rule said to a change.
 *
 * @param detail one sentence for people, with the values that were compared
 */
public record RuleOutcome(Rule rule, boolean passed, String detail) {}
