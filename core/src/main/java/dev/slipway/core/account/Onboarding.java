package dev.slipway.core.account;

import dev.slipway.core.Secret;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings the repositories of a forge to Slipway: connect an account, pick, and the webhook is
 * installed. Safe for concurrent use; blocks while the forge answers.
 */
public interface Onboarding {
  /**
   * Keeps an account after the forge said whose token it is. The same user of the same forge again
   * renews the token.
   *
   * @param url where the forge's pages are; null for the forge's public one
   */
  Account connect(Forge forge, @Nullable URI url, Secret token) throws ForgeException;

  /**
   * Lists the repositories that the account can see.
   *
   * @param query part of a name; empty for all
   * @param page what the listing before named as next; null for the first
   */
  Listing repositories(AccountId account, String query, @Nullable String page)
      throws ForgeException;

  /**
   * Adds the repository, or connects the one that is there already, and installs its webhook with a
   * fresh secret. Where the token may not install it, the repository is added all the same.
   */
  Enabled enable(AccountId account, RepositoryName name) throws ForgeException;

  /** Looks whether the webhook is as it should be, and repairs it where the token may. */
  HookState checkHook(RepositoryId repository) throws ForgeException;

  /**
   * Removes the repository, and its webhook from the forge where Slipway installed it.
   *
   * @return what a person has to clean up at the forge, in words; empty when nothing
   */
  String remove(RepositoryId repository);

  /** One page of a listing; {@code next} is null on the last. */
  record Listing(List<ForgeRepository> repositories, @Nullable String next) {
    public Listing {
      repositories = List.copyOf(repositories);
    }
  }

  /** What {@link #enable} did; the secret of the webhook is in the repository. */
  record Enabled(Repository repository, HookState hook) {}
}
