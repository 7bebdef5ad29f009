package dev.slipway.core.registry;

import java.time.Duration;

/** Gives back the space of what no manifest of a registry names any more. */
public interface RegistryCleaning {
  /**
   * Cleans. The registry is read-only meanwhile and writable again afterwards, whatever happens;
   * pulls go on.
   *
   * @throws RegistryException when it is not ours to clean, or cannot be now; nothing that is
   *     needed is gone
   */
  Freed clean() throws RegistryException, InterruptedException;

  /**
   * What it gave.
   *
   * @param blobs that were removed
   * @param before bytes on disk, to the kB
   * @param after bytes on disk, to the kB
   * @param readOnly for how long no push was taken
   */
  record Freed(int blobs, long before, long after, Duration readOnly) {
    public long bytes() {
      return Math.max(0, before - after);
    }
  }
}
