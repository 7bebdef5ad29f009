package dev.slipway.dashboard.api;

import dev.slipway.core.delivery.Delivery;
import dev.slipway.dashboard.http.Json;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as the API tells it.
 *
 * @param verified always true: what fails its proof is not stored
 * @param duplicateOf always null: a repeated delivery gets the first one's answer and no record
 * @param headers without credentials, names in lower case
 */
record DeliveryView(
    String id,
    String forge,
    String forgeDeliveryId,
    String event,
    @Nullable String receivedAt,
    String repository,
    String repositoryId,
    boolean verified,
    String proof,
    @Nullable String duplicateOf,
    @Nullable String replayOf,
    String note,
    SortedMap<String, String> headers,
    List<DecidedView> changes) {
  static DeliveryView of(Delivery delivery, StartedBuilds started) {
    return new DeliveryView(
        delivery.id().value(),
        delivery.forge().id(),
        delivery.forgeDeliveryId(),
        delivery.event(),
        Json.time(delivery.receivedAt()),
        delivery.repository().value(),
        delivery.repositoryId().value(),
        true,
        delivery.proof(),
        null,
        delivery.replayOf() == null ? null : delivery.replayOf().value(),
        delivery.note(),
        delivery.headers(),
        delivery.changes().stream().map(each -> DecidedView.of(each, started)).toList());
  }
}
