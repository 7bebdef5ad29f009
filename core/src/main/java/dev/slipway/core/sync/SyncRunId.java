package dev.slipway.core.sync;

/** Names one {@link SyncRun}. */
public record SyncRunId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
