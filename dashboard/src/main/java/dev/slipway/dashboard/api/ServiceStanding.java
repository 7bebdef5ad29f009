package dev.slipway.dashboard.api;

import dev.slipway.core.deploy.Service;
import java.util.Locale;

/** How a service is, in one word. */
public enum ServiceStanding {
  /** A rollout is going on. */
  DEPLOYING,
  /** A release gets the traffic. */
  LIVE,
  /** Nothing was ever rolled out with success. */
  FAILED;

  /** How the API writes it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static ServiceStanding of(Service service) {
    if (service.deploying() != null) {
      return DEPLOYING;
    }
    return service.live() != null ? LIVE : FAILED;
  }
}
