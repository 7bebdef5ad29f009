package dev.slipway.dashboard.page;

import dev.slipway.core.delivery.DecidedChange;
import dev.slipway.core.delivery.Decision;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.source.Commit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was received.
 *
 * @param next where the list goes on; null at its end
 */
public record DeliveriesPage(List<Delivery> deliveries, @Nullable String next) {
  /** What a delivery led to, in a few words. */
  public static String outcome(Delivery delivery) {
    long builds =
        delivery.changes().stream()
            .filter(change -> change.decision() instanceof Decision.Build)
            .count();
    if (builds > 1) {
      return builds + " builds";
    }
    if (delivery.changes().isEmpty()) {
      return delivery.note();
    }
    DecidedChange first = delivery.changes().getFirst();
    Commit head = DeliveryPage.head(first);
    if (builds == 0 || head == null || head.title().isBlank()) {
      return first.decision().reason();
    }
    return head.title();
  }

  /** Whether it started anything. */
  public static boolean built(Delivery delivery) {
    return delivery.changes().stream()
        .anyMatch(change -> change.decision() instanceof Decision.Build);
  }
}
