package dev.slipway.core.delivery;

/** Takes what was received once more. Safe for concurrent use. */
public interface Replays {
  /**
   * Reads the delivery's body again and decides on it by the rules as they are now, as a new
   * delivery that names this one.
   *
   * @param by who wishes it
   */
  Delivery replay(Delivery delivery, String by);
}
