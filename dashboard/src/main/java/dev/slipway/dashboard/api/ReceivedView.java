package dev.slipway.dashboard.api;

import dev.slipway.core.build.BuildId;
import dev.slipway.core.delivery.DecidedChange;
import dev.slipway.core.delivery.Decision;
import dev.slipway.core.delivery.Delivery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A delivery in the form in which the webhook itself is answered. */
record ReceivedView(String deliveryId, boolean duplicate, List<Item> changes) {
  /** A delivery that was just made. */
  static ReceivedView ofNew(Delivery delivery) {
    return new ReceivedView(
        delivery.id().value(), false, delivery.changes().stream().map(Item::of).toList());
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
    static Item of(DecidedChange decided) {
      ChangeView change = ChangeView.of(decided.change());
      Decision decision = decided.decision();
      return new Item(
          change.kind(),
          change.ref(),
          change.sha(),
          decision instanceof Decision.Build ? "build" : "ignore",
          decision.rule().id(),
          decision.reason(),
          StartedBuilds.idOf(decided).map(BuildId::value).orElse(null));
    }
  }
}
