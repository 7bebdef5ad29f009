package dev.slipway.dashboard.api;

import dev.slipway.core.delivery.Delivery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A delivery in the form in which the webhook itself is answered. */
record ReceivedView(String deliveryId, boolean duplicate, List<Item> changes) {
  /** A delivery that was just made. */
  static ReceivedView ofNew(Delivery delivery) {
    return new ReceivedView(
        delivery.id().value(),
        false,
        delivery.changes().stream().map(DecidedView::of).map(Item::of).toList());
  }

  /** One change in short. */
  record Item(
      String kind,
      String ref,
      @Nullable String sha,
      String decision,
      String rule,
      String reason,
      @Nullable String buildId) {
    static Item of(DecidedView decided) {
      return new Item(
          decided.change().kind(),
          decided.change().ref(),
          decided.change().sha(),
          decided.decision(),
          decided.rule(),
          decided.reason(),
          decided.buildId());
    }
  }
}
