package dev.slipway.core.delivery;

/** A change and what became of it. */
public record DecidedChange(Change change, Decision decision) {}
