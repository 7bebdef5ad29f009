package dev.slipway.deployer;

import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.pipeline.DeploySpec;

/**
 * What every phase of one attempt needs to know.
 *
 * @param deployment as last recorded
 * @param target where the release is to run
 * @param secrets of the release
 * @param resumed whether an earlier attempt may have done some of what the current phase does
 */
record Attempt(
    Deployment deployment,
    Release release,
    Target target,
    Lease lease,
    Patience patience,
    Disclosed secrets,
    boolean resumed) {

  Attempt at(Deployment moved) {
    return new Attempt(moved, release, target, lease, patience, secrets, false);
  }

  /** The same for looking after another release, such as the one before. */
  Attempt of(Release other) {
    return new Attempt(deployment, other, target, lease, patience, secrets, resumed);
  }

  /** The same on its way back, which nobody can abort. */
  Attempt undoing() {
    return new Attempt(
        deployment, release, target, lease, patience.unabortable(), secrets, resumed);
  }

  DeploySpec spec() {
    return release.content().spec();
  }

  /** Goes on, or not: to be called wherever time passes. */
  void checkpoint() throws LeaseLostException, PhaseFailedException {
    lease.check();
    patience.checkAborted();
  }
}
