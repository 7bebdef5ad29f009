package dev.slipway.core.deploy;

import java.util.Locale;

/** Where a release comes from. */
public enum ReleaseKind {
  /** A build made it. */
  DEPLOY,
  /** It repeats an earlier release. */
  ROLLBACK,
  /** Same image, other configuration. */
  CONFIG;

  /** How the API writes it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
