package dev.slipway.webhook.forge;

import dev.slipway.core.Secret;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeRepository;
import dev.slipway.core.account.HookState;
import dev.slipway.core.account.Onboarding.Listing;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.RepositoryName;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The API of one forge, spoken with the token of one account. Safe for concurrent use; blocks. Each
 * call makes its requests once: whoever wants them repeated looks at {@link
 * ForgeException.Kind#temporary}.
 */
public interface ForgeApi {
  /** Whose token it is. */
  User user() throws ForgeException;

  /** See {@link dev.slipway.core.account.Onboarding#repositories}. */
  Listing repositories(String query, @Nullable String page) throws ForgeException;

  ForgeRepository repository(RepositoryName name) throws ForgeException;

  /**
   * Installs a webhook for everything that Slipway reads.
   *
   * @return the forge's id of it
   */
  String installHook(RepositoryName name, Hook hook) throws ForgeException;

  /** Looks at the webhook, and puts right what is wrong; installs it anew where it is gone. */
  CheckedHook repairHook(RepositoryName name, String hookId, Hook hook) throws ForgeException;

  /** Removes the webhook; one that is gone already is fine. */
  void removeHook(RepositoryName name, String hookId) throws ForgeException;

  /** Sets the status of a commit in the status' context, in place of the one before. */
  void setStatus(RepositoryName name, CommitSha commit, CommitStatus status) throws ForgeException;

  /**
   * Writes the one comment of that marker on a pull request: the first time a new one, then always
   * the same. The marker stands in the comment where people do not see it.
   */
  void comment(RepositoryName name, int pullRequest, String marker, String markdown)
      throws ForgeException;

  /**
   * Asks the forge to send again what the webhook did not take.
   *
   * @return how many deliveries; 0 where the forge cannot be asked for that
   */
  int redeliverFailed(RepositoryName name, String hookId, Instant since) throws ForgeException;

  /**
   * Tells the forge how a rollout goes, where it keeps such records; else does nothing.
   *
   * @param forgeId the forge's id of the record; null the first time
   * @return the forge's id of the record; null where it keeps none
   */
  @Nullable String deployment(
      RepositoryName name, @Nullable String forgeId, ForgeDeployment deployment)
      throws ForgeException;

  /** A user of the forge; the id never changes, the login may. */
  record User(String id, String login) {}

  /** A webhook as it should be. */
  record Hook(URI url, Secret secret) {}

  /** A webhook after it was looked at; the id may be another one than before. */
  record CheckedHook(String id, HookState state) {}

  /** How a rollout of a commit goes. */
  record ForgeDeployment(
      CommitSha commit,
      String environment,
      CommitStatus.State state,
      String description,
      URI logUrl,
      @Nullable URI siteUrl) {}
}
