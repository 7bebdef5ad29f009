package dev.slipway.dashboard.api;

import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.DeliveryId;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.ProblemException;

/** What was received, and why it did or did not start a build. Safe for concurrent use. */
public final class DeliveriesApi {
  private final Deliveries deliveries;

  public DeliveriesApi(Deliveries deliveries) {
    this.deliveries = deliveries;
  }

  public Answer list(Call call) {
    return Answer.json(200, ListView.of(deliveries.list(null, call.page()), DeliveryView::of));
  }

  public Answer get(Call call) {
    return Answer.json(200, DeliveryView.of(find(deliveries, call)));
  }

  /** The delivery that the path names. */
  public static Delivery find(Deliveries deliveries, Call call) {
    String id = call.path("id");
    return deliveries
        .find(new DeliveryId(id))
        .orElseThrow(() -> ProblemException.notFound("delivery", id));
  }
}
