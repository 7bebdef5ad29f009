package dev.slipway.deployer;

import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.Release;

/**
 * What every phase of one attempt needs to know.
 *
 * @param deployment as last recorded
 * @param resumed whether an earlier attempt may have done some of what the current phase does
 */
record Attempt(
    Deployment deployment, Release release, Lease lease, Patience patience, boolean resumed) {

  Attempt at(Deployment moved) {
    return new Attempt(moved, release, lease, patience, false);
  }
}
