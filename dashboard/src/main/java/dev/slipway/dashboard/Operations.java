package dev.slipway.dashboard;

/** What other modules do for the dashboard. */
public record Operations(
    HeadResolver heads, RollbackRequests rollbacks, ContainerConditions containers) {}
