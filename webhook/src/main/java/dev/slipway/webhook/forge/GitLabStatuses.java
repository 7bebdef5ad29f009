package dev.slipway.webhook.forge;

import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeException.Kind;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.RepositoryName;
import java.util.List;
import org.gitlab4j.api.GitLabApi;
import org.gitlab4j.api.models.CommitStatusFilter;
import org.gitlab4j.models.Constants.CommitBuildState;

/** The statuses of commits of GitLab, which are jobs of a pipeline there. */
final class GitLabStatuses implements StatusBook {
  private static final int LONGEST_DESCRIPTION = 255;
  private static final int PER_PAGE = 100;

  private final ForgeClient client;
  private final GitLabApi library;

  GitLabStatuses(ForgeClient client, GitLabApi library) {
    this.client = client;
    this.library = library;
  }

  @Override
  public void set(String what, RepositoryName name, CommitSha commit, CommitStatus status)
      throws ForgeException {
    CommitBuildState wanted = state(status.state());
    var ours =
        new org.gitlab4j.api.models.CommitStatus()
            .withName(status.context())
            .withDescription(Shortened.text(status.description(), LONGEST_DESCRIPTION))
            .withTargetUrl(status.target().toString());
    try {
      client.through(
          what,
          () -> library.getCommitsApi().addCommitStatus(name.value(), commit.hex(), wanted, ours));
    } catch (ForgeException e) {
      if (!staysAsItIs(e) || !isAlready(what, name, commit, status.context(), wanted)) {
        throw e;
      }
    }
  }

  /** GitLab refuses to set the state that a status has already. */
  private static boolean staysAsItIs(ForgeException e) {
    return e.kind() == Kind.REFUSED
        && String.valueOf(e.getMessage()).contains("Cannot transition status");
  }

  private boolean isAlready(
      String what, RepositoryName name, CommitSha commit, String context, CommitBuildState wanted)
      throws ForgeException {
    List<org.gitlab4j.api.models.CommitStatus> there =
        client.through(
            what,
            () ->
                library
                    .getCommitsApi()
                    .getCommitStatuses(
                        name.value(),
                        commit.hex(),
                        new CommitStatusFilter().withName(context),
                        1,
                        PER_PAGE));
    return there.stream().anyMatch(status -> wanted.toValue().equals(status.getStatus()));
  }

  private static CommitBuildState state(CommitStatus.State state) {
    return switch (state) {
      case QUEUED -> CommitBuildState.PENDING;
      case RUNNING -> CommitBuildState.RUNNING;
      case SUCCEEDED -> CommitBuildState.SUCCESS;
      case FAILED, ERROR -> CommitBuildState.FAILED;
      case CANCELED -> CommitBuildState.CANCELED;
    };
  }
}
