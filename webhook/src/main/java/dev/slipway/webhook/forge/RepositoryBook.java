package dev.slipway.webhook.forge;

import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeRepository;
import dev.slipway.core.account.Onboarding.Listing;
import dev.slipway.core.source.RepositoryName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The repositories of a forge as it lists them; whether they have a Dockerfile is left open. */
interface RepositoryBook {
  /** See {@link ForgeApi#repositories}. */
  Listing list(String query, @Nullable String page) throws ForgeException;

  /**
   * Reads one.
   *
   * @param what says for people what is asked for
   * @return empty when what came back is no repository
   */
  Optional<ForgeRepository> read(String what, RepositoryName name) throws ForgeException;

  /** Whether there is a Dockerfile at the top of its default branch. */
  boolean hasDockerfile(String what, ForgeRepository repository) throws ForgeException;
}
