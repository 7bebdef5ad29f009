package dev.slipway.core.sync;

import java.util.List;

/**
 * How far a run is.
 *
 * @param images that have to be copied, and how many of them were
 * @param bytes that have to be sent at most, and how many were: what is there already, or in a
 *     neighbour's repository, is not sent
 * @param warnings what whoever made the rule should know
 */
public record SyncProgress(
    int images, int imagesDone, long bytes, long bytesDone, List<String> warnings) {
  public static final SyncProgress NONE = new SyncProgress(0, 0, 0, 0, List.of());

  public SyncProgress {
    warnings = List.copyOf(warnings);
  }
}
