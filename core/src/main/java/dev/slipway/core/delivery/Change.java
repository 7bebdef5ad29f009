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

  /** A pull request got a head commit worth a look. */
  record PullRequest(GitRef ref, Commit head, int number, boolean fromFork) implements Change {}

  /** A branch or tag is gone. */
  record RefDeleted(GitRef ref, @Nullable CommitSha before) implements Change {}
}
