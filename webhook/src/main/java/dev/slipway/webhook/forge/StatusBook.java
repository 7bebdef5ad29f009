package dev.slipway.webhook.forge;

import dev.slipway.core.account.ForgeException;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.webhook.forge.ForgeApi.ForgeDeployment;
import org.jspecify.annotations.Nullable;

/** The statuses of commits as one forge keeps them, and of deployments where it does. */
@FunctionalInterface
interface StatusBook {
  /**
   * See {@link ForgeApi#setStatus}.
   *
   * @param what says for people what is asked for
   */
  void set(String what, RepositoryName name, CommitSha commit, CommitStatus status)
      throws ForgeException;

  /** See {@link ForgeApi#deployment}; most forges keep no records of them. */
  default @Nullable String deployment(
      RepositoryName name, @Nullable String forgeId, ForgeDeployment deployment)
      throws ForgeException {
    return null;
  }
}
