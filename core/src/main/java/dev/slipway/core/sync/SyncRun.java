package dev.slipway.core.sync;

import java.time.Instant;

/**
 * Following a rule once.
 *
 * @param by who or what wanted it: a person, the schedule, a build
 */
public record SyncRun(
    SyncRunId id,
    SyncRuleId rule,
    String by,
    Instant queuedAt,
    SyncState state,
    SyncProgress progress) {}
