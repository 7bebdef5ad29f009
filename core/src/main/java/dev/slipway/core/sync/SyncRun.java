package dev.slipway.core.sync;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Following a rule once.
 *
 * @param by who or what wanted it: a person, the schedule, a build
 * @param given what is followed where no rule is kept for it; null where {@code rule} names it
 */
public record SyncRun(
    SyncRunId id,
    SyncRuleId rule,
    String by,
    Instant queuedAt,
    SyncState state,
    SyncProgress progress,
    @Nullable SyncRule given) {}
