package dev.slipway.deployer;

import dev.slipway.core.deploy.DeploymentLogs;
import dev.slipway.core.deploy.DeploymentQueue;
import dev.slipway.core.deploy.Routes;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.secret.Secrets;

/**
 * Where a deployer reads what to do and writes what it did.
 *
 * @param logs of release commands
 */
public record DeployerStore(
    DeploymentQueue queue,
    Services services,
    Routes routes,
    Secrets secrets,
    DeploymentLogs logs) {}
