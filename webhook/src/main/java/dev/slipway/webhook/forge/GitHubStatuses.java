package dev.slipway.webhook.forge;

import dev.slipway.core.account.ForgeException;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.webhook.forge.ForgeApi.ForgeDeployment;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.GHCommitState;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GitHub;

/** The statuses of commits, and the records of deployments, of GitHub. Safe for concurrent use. */
final class GitHubStatuses implements StatusBook {
  private static final int LONGEST_DESCRIPTION = 140;
  private static final int MOST_KNOWN = 500;

  private final ForgeClient client;
  private final GitHub library;
  private final GitHubDeployments deployments;
  private final Map<RepositoryName, GHRepository> known = new ConcurrentHashMap<>();

  GitHubStatuses(ForgeClient client, GitHub library) {
    this.client = client;
    this.library = library;
    this.deployments = new GitHubDeployments(client);
  }

  @Override
  public void set(String what, RepositoryName name, CommitSha commit, CommitStatus status)
      throws ForgeException {
    String description = Shortened.text(status.description(), LONGEST_DESCRIPTION);
    with(
        name,
        what,
        repository ->
            repository.createCommitStatus(
                commit.hex(),
                state(status.state()),
                status.target().toString(),
                description,
                status.context()));
  }

  private static GHCommitState state(CommitStatus.State state) {
    return switch (state) {
      case QUEUED, RUNNING -> GHCommitState.PENDING;
      case SUCCEEDED -> GHCommitState.SUCCESS;
      case FAILED -> GHCommitState.FAILURE;
      case CANCELED, ERROR -> GHCommitState.ERROR;
    };
  }

  @Override
  public String deployment(
      RepositoryName name, @Nullable String forgeId, ForgeDeployment deployment)
      throws ForgeException {
    return deployments.record(name, forgeId, deployment);
  }

  /** The library wants the repository first; it is asked for once, and again after a failure. */
  private <T> T with(RepositoryName name, String what, RepositoryCall<T> call)
      throws ForgeException {
    try {
      return client.through(
          what,
          () -> {
            GHRepository repository = known.get(name);
            if (repository == null) {
              repository = library.getRepository(name.value());
              remember(name, repository);
            }
            return call.on(repository);
          });
    } catch (ForgeException e) {
      known.remove(name);
      throw e;
    }
  }

  private void remember(RepositoryName name, GHRepository repository) {
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    known.put(name, repository);
  }

  /** What is asked of a repository. */
  @FunctionalInterface
  private interface RepositoryCall<T> {
    T on(GHRepository repository) throws IOException;
  }
}
