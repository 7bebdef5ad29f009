package dev.slipway.core.source;

import dev.slipway.core.Glob;
import dev.slipway.core.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A repository that Slipway builds.
 *
 * @param cloneUrl https, http or ssh, without user information
 * @param webhookSecret what deliveries are signed with
 * @param previousWebhookSecret still accepted while the secret is being rotated
 * @param cloneToken sent as the password when cloning over https
 * @param labels what a builder must have to take its builds
 * @param syncTo repositories of other registries, {@code HOST/PATH} each, that its pipeline file
 *     may have its images copied to
 * @param pipeline the text that counts as its pipeline file at every commit, whatever the commits
 *     themselves hold; null where theirs decides
 * @param connection the account that statuses are set with; null when none is connected
 */
public record Repository(
    RepositoryId id,
    Forge forge,
    RepositoryName name,
    URI cloneUrl,
    String defaultBranch,
    Secret webhookSecret,
    @Nullable Secret previousWebhookSecret,
    @Nullable Secret cloneToken,
    Triggers triggers,
    Labels labels,
    List<Glob> syncTo,
    @Nullable String pipeline,
    @Nullable Connection connection,
    boolean enabled,
    Instant createdAt) {
  public Repository {
    syncTo = List.copyOf(syncTo);
  }

  /** A repository that decides on its pipeline itself, and whose builds any builder may take. */
  public Repository(
      RepositoryId id,
      Forge forge,
      RepositoryName name,
      URI cloneUrl,
      String defaultBranch,
      Secret webhookSecret,
      @Nullable Secret previousWebhookSecret,
      @Nullable Secret cloneToken,
      Triggers triggers,
      @Nullable Connection connection,
      boolean enabled,
      Instant createdAt) {
    this(
        id,
        forge,
        name,
        cloneUrl,
        defaultBranch,
        webhookSecret,
        previousWebhookSecret,
        cloneToken,
        triggers,
        Labels.NONE,
        List.of(),
        null,
        connection,
        enabled,
        createdAt);
  }

  public GitRef defaultRef() {
    return GitRef.ofBranch(defaultBranch);
  }
}
