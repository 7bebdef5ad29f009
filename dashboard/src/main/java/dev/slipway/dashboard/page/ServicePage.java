package dev.slipway.dashboard.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One service with its releases, newest first.
 *
 * @param next where the releases go on; null at their end
 */
public record ServicePage(
    ServiceSummary summary, List<ReleaseRow> releases, @Nullable String next) {}
