package dev.slipway.core.deploy;

import dev.slipway.core.Page;
import java.util.List;
import java.util.Optional;

/** Keeps services, their releases and deployments. Safe for concurrent use. */
public interface Services {
  Optional<Service> find(ServiceId id);

  /** All of them, by id. */
  List<Service> all();

  Optional<Release> release(ServiceId service, int number);

  /** Newest first. */
  Page<Release> releases(ServiceId service, Page.Request page);

  Optional<Deployment> deployment(DeploymentId id);

  /**
   * Gives the release its number and queues its rollout, in one atomic step. One rollout of a
   * service runs at a time; of those that wait, a newer one supersedes an older one, which fails
   * with that cause.
   */
  Deployment handOver(NewRelease release);
}
