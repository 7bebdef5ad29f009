package dev.slipway.core.build;

import java.util.List;

/** How the trees of two commits differ. */
public sealed interface ChangedPaths {
  /**
   * Every path that only one of the trees has, or that differs; of what was renamed, both.
   *
   * @param paths relative to the root, {@code /} between the names
   */
  record Known(List<String> paths) implements ChangedPaths {
    public Known {
      paths = List.copyOf(paths);
    }
  }

  /**
   * Nobody can tell, so that everything counts as changed.
   *
   * @param because in words, without a full stop
   */
  record Unknown(String because) implements ChangedPaths {}
}
