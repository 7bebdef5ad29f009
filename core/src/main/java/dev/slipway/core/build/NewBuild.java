package dev.slipway.core.build;

import dev.slipway.core.delivery.DeliveryId;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Origin;
import dev.slipway.core.source.PullRequest;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a build when it is asked for, and never changes afterwards.
 *
 * @param ref what it is a build of; a newer build of the same ref supersedes it
 * @param pullRequest null when it is of a branch or tag
 * @param delivery the webhook that asked for it; null when a person did
 * @param by who asked: the commit's author, or the user of a manual build
 * @param waitsFor whose yes it needs before it may run, in words; null when it is queued at once
 */
public record NewBuild(
    BuildId id,
    RepositoryId repositoryId,
    RepositoryName repository,
    Trigger trigger,
    GitRef ref,
    Commit commit,
    @Nullable PullRequest pullRequest,
    @Nullable DeliveryId delivery,
    String by,
    @Nullable String waitsFor,
    Instant queuedAt) {

  /** Where its commit is fetched. */
  public Origin origin() {
    return pullRequest == null ? Origin.own(ref) : pullRequest.head();
  }

  /** Whether its code comes from people who could not push it to the repository itself. */
  public boolean fromFork() {
    return pullRequest != null && pullRequest.fromFork();
  }

  /** The state that it starts in. */
  public BuildState firstState() {
    return waitsFor == null ? BuildState.Queued.FIRST : new BuildState.Waiting(waitsFor);
  }
}
