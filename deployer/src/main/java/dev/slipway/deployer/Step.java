package dev.slipway.deployer;

import dev.slipway.core.deploy.DeploymentState;

/**
 * Where a phase leads.
 *
 * @param detail how the phase that ends went, in one sentence; may be empty
 */
record Step(DeploymentState to, String detail) {}
