package dev.slipway.core.build;

import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.Origin;
import dev.slipway.core.source.Repository;

/** Gets at the code of a repository. Safe for concurrent use. */
public interface Sources {
  /**
   * Fetches the origin's ref where needed and opens the tree of the commit, which must be reachable
   * from it. An abbreviated commit is completed, and a tag object stands for the commit it names.
   *
   * @throws BuildFailedException when the repository cannot be reached, the ref or commit is gone,
   *     or a limit is hit
   */
  Checkout open(Repository repository, Origin origin, CommitSha sha, Cancellation cancellation)
      throws BuildFailedException;
}
