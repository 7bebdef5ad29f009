package dev.slipway.builder.image;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Turns moments by the engine's clock into moments by ours, which may be another machine's. The
 * first one counts as now, since the engine tells at once what begins; from then on the distances
 * are the engine's. Used by one thread.
 */
final class EngineClock {
  private final InstantSource ours;
  private @Nullable Duration behind;

  EngineClock(InstantSource ours) {
    this.ours = ours;
  }

  Instant ours(Instant engines) {
    if (behind == null) {
      behind = Duration.between(engines, ours.instant());
    }
    return engines.plus(behind);
  }
}
