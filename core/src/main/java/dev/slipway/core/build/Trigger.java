package dev.slipway.core.build;

import java.util.Locale;

/** Why a build was started. */
public enum Trigger {
  PUSH,
  TAG,
  PULL_REQUEST,
  /** No webhook told of the commit: Slipway found it by asking the repository. */
  RECONCILIATION,
  MANUAL,
  RETRY,
  /** A retry that uses nothing of what earlier builds left. */
  REBUILD;

  /** Whether a person asked for this very build. */
  public boolean asked() {
    return switch (this) {
      case MANUAL, RETRY, REBUILD -> true;
      case PUSH, TAG, PULL_REQUEST, RECONCILIATION -> false;
    };
  }

  /** How the API writes it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
