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
  RETRY;

  /** How the API writes it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
