package dev.slipway.core.build;

import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.event.Events;
import dev.slipway.core.log.Logs;

/** An empty implementation of the ports around builds, and the power to let time pass in it. */
public interface BuildStoreFixture {
  Builds builds();

  /** The queue as one process sees it; each call stands for another process. */
  BuildQueue newQueue();

  Deliveries deliveries();

  Logs logs();

  Events events();

  /** Makes the lease of a running build run out now. */
  void expireLease(BuildId id);

  /** Makes the retry of a queued build due now. */
  void expireDelay(BuildId id);
}
