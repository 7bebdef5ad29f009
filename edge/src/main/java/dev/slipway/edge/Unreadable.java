package dev.slipway.edge;

/** A request that must not be passed on. */
record Unreadable(Problem problem) implements Reading {}
