package dev.slipway.core.build;

/** Opaque id of a build. */
public record BuildId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
