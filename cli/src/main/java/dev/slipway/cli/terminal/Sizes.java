package dev.slipway.cli.terminal;

import java.util.Locale;

/** How amounts of bytes are written for people, in powers of ten as registries count. */
public final class Sizes {
  private static final double KB = 1e3;
  private static final double MB = 1e6;
  private static final double GB = 1e9;

  private Sizes() {}

  /** {@code 812 B}, {@code 41.3 MB}. */
  public static String of(long bytes) {
    if (bytes < KB) {
      return bytes + " B";
    }
    if (bytes < MB) {
      return written(bytes / KB, "kB");
    }
    return bytes < GB ? written(bytes / MB, "MB") : written(bytes / GB, "GB");
  }

  private static String written(double amount, String unit) {
    return String.format(Locale.ROOT, "%.1f %s", amount, unit);
  }
}
