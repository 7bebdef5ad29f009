package dev.slipway.core.deploy;

import dev.slipway.core.build.WorkerId;
import java.time.Duration;
import java.util.Optional;

/**
 * Hands deployments to deployers under a lease, at most one per service at a time. Safe for
 * concurrent use.
 */
public interface DeploymentQueue {
  /** How long a lease lasts without {@link #renew}. */
  Duration LEASE = Duration.ofSeconds(30);

  /**
   * Takes the next deployment, or one whose deployer lost its lease, or one that this same deployer
   * held before it was restarted; its {@link Deployment#attempt} is new, its state is as it was
   * left.
   */
  Optional<Deployment> claim(WorkerId deployer, Duration wait) throws InterruptedException;

  /** Keeps the lease; false when it is lost. */
  boolean renew(DeploymentId id, int attempt);

  /**
   * Records the next state before its phase acts. An ended state also frees the service for the
   * next rollout, and {@link DeploymentState.Live} makes the release the live one, all in one
   * atomic step.
   *
   * @param detail one sentence on how the phase that ends here went; may be empty
   * @return the deployment afterwards; empty, and nothing written, when the lease is lost
   */
  Optional<Deployment> move(Deployment seen, DeploymentState to, String detail);
}
