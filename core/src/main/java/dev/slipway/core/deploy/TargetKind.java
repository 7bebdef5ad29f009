package dev.slipway.core.deploy;

import java.util.Locale;

/** What runs the containers of a target. */
public enum TargetKind {
  DOCKER,
  SWARM;

  /** How settings and the API write it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
