package dev.slipway.core.account;

import dev.slipway.core.source.RepositoryName;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A repository as its forge lists it.
 *
 * @param defaultBranch empty in the lists of forges that name it only when asked for one repository
 * @param dockerfile whether there is a file named {@code Dockerfile} at the root of the default
 *     branch; null when the forge did not say in time
 * @param mayInstallHook whether the account's token is known to be allowed to install webhooks
 */
public record ForgeRepository(
    RepositoryName name,
    URI cloneUrl,
    String defaultBranch,
    String description,
    boolean isPrivate,
    @Nullable Boolean dockerfile,
    boolean mayInstallHook) {}
