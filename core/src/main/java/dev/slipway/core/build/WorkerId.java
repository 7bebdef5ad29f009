package dev.slipway.core.build;

/** Names a worker process; the same after a restart on the same data directory. */
public record WorkerId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
