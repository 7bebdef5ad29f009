package dev.slipway.core.pipeline;

/**
 * Builds of one repository and group run one at a time.
 *
 * @param group with variables replaced
 * @param cancelInProgress whether a newer build stops the one that runs, instead of waiting for it
 */
public record Concurrency(String group, boolean cancelInProgress) {}
