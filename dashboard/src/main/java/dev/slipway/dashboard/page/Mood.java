package dev.slipway.dashboard.page;

import dev.slipway.core.build.BuildState;

/**
 * How things stand, as a tab tells it from afar: by its icon, and by what its title begins with.
 */
public enum Mood {
  USUAL("", "favicon.svg"),
  RUNNING("● ", "favicon-running.svg"),
  FAILED("✗ ", "favicon-failed.svg"),
  FINE("✓ ", "favicon-fine.svg");

  private final String mark;
  private final String icon;

  Mood(String mark, String icon) {
    this.mark = mark;
    this.icon = icon;
  }

  /** What the title begins with; may be empty. */
  public String mark() {
    return mark;
  }

  /** The name of the file. */
  public String icon() {
    return icon;
  }

  static Mood of(BuildState state) {
    return switch (state) {
      case BuildState.Running _, BuildState.Canceling _ -> RUNNING;
      case BuildState.Succeeded _ -> FINE;
      case BuildState.Failed _ -> FAILED;
      case BuildState.Waiting _, BuildState.Queued _, BuildState.Canceled _, BuildState.Skipped _ ->
          USUAL;
    };
  }
}
