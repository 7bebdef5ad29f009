package dev.slipway.builder.checkout;

import java.time.Duration;

/**
 * How much a repository may ask of this machine.
 *
 * @param silence how long the server may say nothing
 * @param fetch how long one fetch may take
 * @param fetchedBytes received in one fetch
 * @param fetchedObjects received in one fetch
 * @param contextBytes in the files of one build context
 * @param contextFiles in one build context
 */
public record GitLimits(
    Duration silence,
    Duration fetch,
    long fetchedBytes,
    long fetchedObjects,
    long contextBytes,
    long contextFiles) {
  public static final GitLimits DEFAULT =
      new GitLimits(
          Duration.ofSeconds(30), Duration.ofMinutes(15), 4L << 30, 10_000_000, 2L << 30, 200_000);

  /** The same for asking where refs are, which takes less time and brings fewer bytes. */
  GitLimits forList(Duration time, long bytes) {
    return new GitLimits(
        silence,
        time.compareTo(fetch) < 0 ? time : fetch,
        bytes,
        fetchedObjects,
        contextBytes,
        contextFiles);
  }
}
