package dev.slipway.core.sync;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How far a run is.
 *
 * @param images that have to be copied, and how many of them were
 * @param bytes that have to be sent, and how many were: what turns out to be there already, or in a
 *     neighbour's repository, no longer counts
 * @param bytesPerSecond lately; 0 when nothing moves, or too little is known
 * @param warnings what whoever made the rule should know
 */
public record SyncProgress(
    int images,
    int imagesDone,
    long bytes,
    long bytesDone,
    long bytesPerSecond,
    List<String> warnings) {
  public static final SyncProgress NONE = new SyncProgress(0, 0, 0, 0, 0, List.of());

  public SyncProgress {
    warnings = List.copyOf(warnings);
  }

  /** How long the bytes that are left take when they move as they did lately; empty if unknown. */
  public Optional<Duration> timeLeft() {
    return bytesPerSecond == 0
        ? Optional.empty()
        : Optional.of(
            Duration.ofSeconds(Math.ceilDiv(Math.max(0, bytes - bytesDone), bytesPerSecond)));
  }
}
