package dev.slipway.webhook;

import dev.slipway.core.delivery.Delivery;

/** What the sender is told. */
sealed interface Answer {
  record Accepted(Delivery delivery, boolean duplicate) implements Answer {}

  /** The proof is missing or wrong, or the repository unknown: the sender cannot tell which. */
  record NotAuthentic() implements Answer {}

  record Unreadable(String why) implements Answer {}
}
