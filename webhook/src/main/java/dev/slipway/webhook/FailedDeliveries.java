package dev.slipway.webhook;

import dev.slipway.core.account.ForgeException;
import dev.slipway.core.source.Repository;

/** What forges could not deliver. Safe for concurrent use; blocks. */
@FunctionalInterface
public interface FailedDeliveries {
  /**
   * Asks the repository's forge to send again what its webhook did not take.
   *
   * @return how many deliveries are on their way; 0 where the forge cannot be asked for that
   */
  int redeliver(Repository repository) throws ForgeException;
}
