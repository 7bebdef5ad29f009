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

  /** Those of them that there are, in this order. */
  default List<Deployment> deployments(List<DeploymentId> ids) {
    return ids.stream().map(this::deployment).flatMap(Optional::stream).toList();
  }

  /**
   * Gives the release its number and queues its rollout, in one atomic step. One rollout of a
   * service runs at a time; of those that wait, a newer one supersedes an older one, which fails
   * with that cause. An automatic one waits for as long as the service is paused.
   */
  Deployment handOver(NewRelease release);

  /** Has automatic rollouts of the service wait from now on. */
  void pause(ServiceId service, Pause pause);

  /** Lets them go on; the newest that waits gets its turn. */
  void resume(ServiceId service);

  /** Replaces what was set by hand; the next release has it. */
  void adjust(ServiceId service, Adjustments adjusted);

  /**
   * Asks whoever carries a rollout out for something.
   *
   * @return false when it has ended already
   */
  boolean wish(DeploymentId deployment, Wish wish);

  /** What was asked for last; empty when nothing was. */
  Optional<Wish> wish(DeploymentId deployment);
}
