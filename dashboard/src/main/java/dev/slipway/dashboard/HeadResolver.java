package dev.slipway.dashboard;

import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Repository;
import java.io.IOException;
import java.util.Optional;

/** Finds out what a ref points at right now. Safe for concurrent use; blocks. */
@FunctionalInterface
public interface HeadResolver {
  /**
   * Asks the repository itself.
   *
   * @return empty when it has no such ref
   * @throws IOException with a message for people when it cannot be asked
   */
  Optional<CommitSha> resolve(Repository repository, GitRef ref) throws IOException;
}
