package dev.slipway.core.pipeline;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the edge lets through to a service; null leaves it to the edge's own limits.
 *
 * @param requestBody in bytes; more is answered with 413
 * @param responseTimeout until the first byte of an answer; longer is answered with 504
 */
public record EdgeLimits(@Nullable Long requestBody, @Nullable Duration responseTimeout) {
  public static final EdgeLimits USUAL = new EdgeLimits(null, null);
}
