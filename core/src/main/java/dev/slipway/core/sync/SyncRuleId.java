package dev.slipway.core.sync;

/** Names one {@link SyncRule}. */
public record SyncRuleId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
