package dev.slipway.dashboard.api;

import dev.slipway.core.build.BuildId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a queued build stands.
 *
 * @param ahead how many are taken before it, when nothing else comes
 * @param behind the last of those; null where there is none
 * @param expectedStart null where that cannot be told
 * @param obstacle why nobody takes it, in words without a full stop; null when somebody can
 */
public record LinePlace(
    int ahead,
    @Nullable BuildId behind,
    @Nullable Instant expectedStart,
    @Nullable String obstacle) {}
