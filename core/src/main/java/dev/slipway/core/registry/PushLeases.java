package dev.slipway.core.registry;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * Knows, for all processes together, who pushes to Slipway's own registry and whether it is closed
 * for pushes. What a process holds runs out with it. Safe for concurrent use.
 */
public interface PushLeases {
  /** How long one lasts without being renewed. */
  Duration LEASE = Duration.ofSeconds(30);

  /** Lets a push in, unless the registry is closed for pushes; false then. */
  boolean enter(String push);

  /** Keeps a push in, also while the registry is closed for others; false when it ran out. */
  boolean renew(String push);

  void leave(String push);

  /**
   * Closes the registry for further pushes, or keeps it closed.
   *
   * @param cleaning whoever wants it
   * @return how many pushes are still in; empty when somebody else has closed it
   */
  OptionalInt close(String cleaning);

  /** Opens the registry that was closed by this one. */
  void open(String cleaning);
}
