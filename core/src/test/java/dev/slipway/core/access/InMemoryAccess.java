package dev.slipway.core.access;

import java.time.Clock;

/** Everything about access in memory, for tests. */
public final class InMemoryAccess {
  private InMemoryAccess() {}

  /** A fresh, empty one. */
  public static AccessRecords at(Clock clock) {
    InMemoryTokens tokens = new InMemoryTokens(clock);
    InMemorySessions sessions = new InMemorySessions(clock);
    return new AccessRecords(
        new InMemoryUsers(tokens, sessions),
        tokens,
        sessions,
        new InMemoryTries(clock),
        new InMemoryAudit());
  }
}
