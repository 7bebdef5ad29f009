package dev.slipway.dashboard.page;

import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.dashboard.api.DeliveriesApi;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The pages about deliveries. Safe for concurrent use. */
public final class DeliveryPages {
  private final Deliveries deliveries;
  private final Templates templates;

  public DeliveryPages(Deliveries deliveries, Templates templates) {
    this.deliveries = deliveries;
    this.templates = templates;
  }

  public Answer list(Call call) {
    var page = deliveries.list(null, call.page());
    String next =
        page.next() == null
            ? null
            : "/deliveries?before=" + URLEncoder.encode(page.next(), StandardCharsets.UTF_8);
    Shell shell = templates.shell("Deliveries", "deliveries", call.caller());
    return Answer.page(
        200, templates.render("deliveries", shell, new DeliveriesPage(page.items(), next)));
  }

  public Answer one(Call call) {
    Delivery delivery = DeliveriesApi.find(deliveries, call);
    Shell shell =
        templates.shell("Delivery from " + delivery.repository(), "deliveries", call.caller());
    return Answer.page(200, templates.render("delivery", shell, new DeliveryPage(delivery)));
  }
}
