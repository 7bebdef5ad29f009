package dev.slipway.deployer;

import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.DeploymentQueue;
import java.time.Duration;

/**
 * The right of one attempt to act on its deployment, as far as this process can know. It trusts its
 * own clock too: a process that was stopped for longer than a lease lasts finds it lost before it
 * asks anybody. Safe for concurrent use.
 */
final class Lease {
  private final DeploymentQueue queue;
  private final Deployment deployment;
  private final Time time;
  private volatile Duration renewed;
  private volatile boolean lost;

  /** A lease that was given just now. */
  Lease(DeploymentQueue queue, Deployment deployment, Time time) {
    this.queue = queue;
    this.deployment = deployment;
    this.time = time;
    this.renewed = time.now();
  }

  /** By which it is measured. */
  Time time() {
    return time;
  }

  DeploymentId deployment() {
    return deployment.id();
  }

  /** The fencing token of everything that is written. */
  int attempt() {
    return deployment.attempt();
  }

  /** Asks for more time; whether the lease is still held. */
  boolean renew() {
    // Counted from before the question: the store counts from when it got it.
    Duration asked = time.now();
    if (queue.renew(deployment.id(), deployment.attempt())) {
      renewed = asked;
    } else {
      lost = true;
    }
    return !lost;
  }

  /** Goes on, or not. To be called before everything that others can see. */
  void check() throws LeaseLostException {
    if (lost) {
      throw new LeaseLostException("another deployer took " + deployment.id() + " over");
    }
    Duration age = time.since(renewed);
    if (age.compareTo(DeploymentQueue.LEASE) >= 0) {
      throw new LeaseLostException(
          "the lease of " + deployment.id() + " was not renewed for " + Words.of(age));
    }
  }

  /** Whether {@link #check} would let it go on. */
  boolean held() {
    return !lost && time.since(renewed).compareTo(DeploymentQueue.LEASE) < 0;
  }
}
