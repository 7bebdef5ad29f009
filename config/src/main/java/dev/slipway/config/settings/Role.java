package dev.slipway.config.settings;

import java.util.Locale;

/** A part of the work that a process can take on. */
public enum Role {
  WEBHOOK,
  DASHBOARD,
  BUILDER,
  DEPLOYER,
  EDGE,
  SYNC;

  /** How settings write it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
