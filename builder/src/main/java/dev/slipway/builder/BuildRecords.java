package dev.slipway.builder;

import dev.slipway.core.build.BuildQueue;
import dev.slipway.core.log.Logs;

/** Where a worker finds builds, and writes down how they go. */
public record BuildRecords(BuildQueue queue, Logs logs) {}
