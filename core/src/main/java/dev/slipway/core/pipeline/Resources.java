package dev.slipway.core.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * Limits of one container; null means none.
 *
 * @param cpus in thousandths of a core
 * @param memory in bytes
 * @param pids processes and threads
 */
public record Resources(@Nullable Integer cpus, @Nullable Long memory, @Nullable Integer pids) {
  public static final Resources UNLIMITED = new Resources(null, null, null);
}
