package dev.slipway.dashboard.api;

import dev.slipway.core.account.ForgeRepository;
import dev.slipway.core.source.Repository;
import org.jspecify.annotations.Nullable;

/**
 * A repository that an account can see.
 *
 * @param known the same in Slipway; null when it is not there
 */
public record Offered(ForgeRepository repository, @Nullable Repository known) {
  /** Whether what is pushed to it is built already. */
  public boolean enabled() {
    return known != null && known.enabled();
  }
}
