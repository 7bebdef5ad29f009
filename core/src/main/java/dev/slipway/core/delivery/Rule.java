package dev.slipway.core.delivery;

import java.util.Locale;

/** The rules that can keep a change from being built; {@link #NONE} when none did. */
public enum Rule {
  NONE,
  UNKNOWN_REPOSITORY,
  DISABLED,
  EVENT,
  BRANCH,
  TAG,
  SKIP_MARK,
  FORK,
  DELETED,
  ALREADY_BUILT,
  SUPERSEDED;

  /** How the API writes it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
