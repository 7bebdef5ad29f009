package dev.slipway.core.build;

import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.event.Events;
import dev.slipway.core.log.Logs;
import dev.slipway.core.source.Labels;
import dev.slipway.core.source.RepositoryId;

/** An empty implementation of the ports around builds, and the power to let time pass in it. */
public interface BuildStoreFixture {
  Builds builds();

  /** The queue as one process sees it; each call stands for another process. */
  BuildQueue newQueue();

  /** The same of a process whose worker has labels. */
  BuildQueue newQueue(Labels labels);

  /** Says what builders must have for builds of a repository. */
  void need(RepositoryId repository, Labels labels);

  /** Lets so much time pass without a sign of a worker that it counts as dead. */
  void silence(WorkerId worker);

  Deliveries deliveries();

  Logs logs();

  Events events();

  /** Makes the lease of a running build run out now. */
  void expireLease(BuildId id);

  /** Makes the retry of a queued build due now. */
  void expireDelay(BuildId id);
}
