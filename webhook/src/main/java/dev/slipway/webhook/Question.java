package dev.slipway.webhook;

import dev.slipway.core.delivery.Change;
import dev.slipway.core.delivery.Head;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.Triggers;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Shall this change be built? With all that the rules look at.
 *
 * @param head what was last decided on the ref; null when nothing is known of it
 * @param last whether no later change of the same delivery is about the same ref
 */
record Question(Change change, Repository repository, @Nullable Head head, boolean last) {
  GitRef ref() {
    return change.ref();
  }

  Triggers triggers() {
    return repository.triggers();
  }

  /** The commit that would be built; empty where the ref is gone. */
  Optional<Commit> commit() {
    return commitOf(change);
  }

  static Optional<Commit> commitOf(Change change) {
    return switch (change) {
      case Change.Push push -> Optional.of(push.head());
      case Change.Tag tag -> Optional.of(tag.head());
      case Change.PullRequest request -> Optional.of(request.head());
      case Change.PullRequestClosed _, Change.RefDeleted _ -> Optional.empty();
    };
  }

  /** What the ref was at before, as far as the forge said. */
  static @Nullable CommitSha before(Change change) {
    return change instanceof Change.Push push ? push.before() : null;
  }

  static boolean same(@Nullable CommitSha one, @Nullable CommitSha other) {
    return one != null && other != null && one.sameAs(other);
  }
}
