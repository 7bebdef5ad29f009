package dev.slipway.core.build;

import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Repository;

/** Gets at the code of a repository. Safe for concurrent use. */
public interface Sources {
  /**
   * Fetches the ref where needed and opens the tree of the commit, which must be reachable from it.
   *
   * @throws BuildFailedException when the repository cannot be reached, the ref or commit is gone,
   *     or a limit is hit
   */
  Checkout open(Repository repository, GitRef ref, CommitSha sha, Cancellation cancellation)
      throws BuildFailedException;
}
