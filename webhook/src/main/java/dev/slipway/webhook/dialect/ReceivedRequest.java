package dev.slipway.webhook.dialect;

import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.RepositoryId;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A webhook request as it came in; nothing of it is believed yet.
 *
 * @param hook the id in the path; null on the path without one
 * @param headers names in lower case
 */
public record ReceivedRequest(
    Forge forge,
    @Nullable RepositoryId hook,
    SortedMap<String, String> headers,
    Delivery.Body body) {

  public Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName)).filter(value -> !value.isBlank());
  }
}
