package dev.slipway.core.delivery;

import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import org.jspecify.annotations.Nullable;

/** Something that happened to a ref, as read from a delivery. */
public sealed interface Change {
  GitRef ref();

  /** Commits arrived on a branch; {@code before} is null for a new branch. */
  record Push(GitRef ref, Commit head, @Nullable CommitSha before) implements Change {}

  /** A tag was made or moved; the commit is the one the tag finally points at. */
  record Tag(GitRef ref, Commit head) implements Change {}

  /**
   * A pull request got a head commit worth a look.
   *
   * @param ref names the pull request; not always a ref that can be fetched
   */
  record PullRequest(GitRef ref, Commit head, dev.slipway.core.source.PullRequest request)
      implements Change {}

  /** A pull request was merged or turned down: what is queued for it is of no use any more. */
  record PullRequestClosed(
      GitRef ref, Commit head, dev.slipway.core.source.PullRequest request, boolean merged)
      implements Change {}

  /** A branch or tag is gone. */
  record RefDeleted(GitRef ref, @Nullable CommitSha before) implements Change {}
}
