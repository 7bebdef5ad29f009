package dev.slipway.core;

/**
 * A value that must never be shown. It has a name, which is all that {@link #toString} prints;
 * comparing and printing never touch the value.
 */
public final class Secret {
  private final String name;
  private final String value;

  public Secret(String name, String value) {
    this.name = name;
    this.value = value;
  }

  public String name() {
    return name;
  }

  /** The value itself, for the one place that needs it. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "Secret(" + name + ")";
  }
}
