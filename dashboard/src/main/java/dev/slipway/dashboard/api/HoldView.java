package dev.slipway.dashboard.api;

import dev.slipway.core.deploy.Pause;
import dev.slipway.core.deploy.Route;
import dev.slipway.core.deploy.Routes;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.dashboard.http.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why the edges hold a service's requests, as the API tells it.
 *
 * @param kind {@code person} or {@code rollout}
 * @param since null for a rollout, of which the deployment tells
 */
record HoldView(String kind, String because, String by, @Nullable String since) {
  private static final String EXCHANGE =
      "a rollout exchanges containers that must not run side by side";

  /** Null where nothing is held. A person's hold comes first: it stays when a rollout ends. */
  static @Nullable HoldView of(Routes routes, ServiceId service) {
    Optional<Pause> byHand = routes.heldByHand(service);
    if (byHand.isPresent()) {
      Pause why = byHand.get();
      return new HoldView("person", why.because(), why.by(), Json.time(why.since()));
    }
    return routes.find(service).filter(Route::held).isPresent()
        ? new HoldView("rollout", EXCHANGE, "slipway", null)
        : null;
  }
}
