package dev.slipway.webhook;

import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.DeliveryId;
import java.time.Duration;

/** What the sender is told. */
sealed interface Answer {
  record Accepted(Delivery delivery, boolean duplicate) implements Answer {}

  /** On this machine's disk, and decided when the store is back. */
  record KeptOnDisk(DeliveryId id, boolean duplicate) implements Answer {}

  /** The proof is missing or wrong, or the repository unknown: the sender cannot tell which. */
  record NotAuthentic() implements Answer {}

  /** A test of the line that proves nothing: answered kindly, and forgotten. */
  record Ping() implements Answer {}

  record Unreadable(String why) implements Answer {}

  /** Too many wrong proofs came from the sender's address. */
  record TooManyBadProofs(Duration retryAfter) implements Answer {}
}
