package dev.slipway.webhook;

import dev.slipway.core.delivery.Change;
import dev.slipway.core.delivery.Decision;
import dev.slipway.core.delivery.Head;
import dev.slipway.core.delivery.Rule;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Repository;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What keeps a change from being built. Pure: the same question gets the same answer. */
final class Rules {
  private static final List<String> SKIP_MARKS = List.of("[skip ci]", "[ci skip]", "[no ci]");

  private Rules() {}

  /**
   * The rule that says no, if one does; the first that applies.
   *
   * @param heads the commit last decided to be built on each ref
   */
  static Optional<Decision.Ignore> objection(
      Change change, Repository repository, Map<GitRef, Head> heads) {
    if (!repository.enabled()) {
      return no(Rule.DISABLED, repository.name() + " is disabled; enable it to build its pushes");
    }
    return switch (change) {
      case Change.RefDeleted deleted ->
          no(
              Rule.DELETED,
              deleted.ref().shortName() + " was deleted, so there is nothing to build");
      case Change.PullRequest request ->
          no(Rule.EVENT, "pull requests are not built; number " + request.request().number());
      case Change.PullRequestClosed closed ->
          no(Rule.EVENT, "pull request " + closed.request().number() + " was closed");
      case Change.Push push -> objectionToCommit(push.ref(), push.head(), heads);
      case Change.Tag tag -> objectionToCommit(tag.ref(), tag.head(), heads);
    };
  }

  private static Optional<Decision.Ignore> objectionToCommit(
      GitRef ref, Commit head, Map<GitRef, Head> heads) {
    String message = head.message().toLowerCase(Locale.ROOT);
    for (String mark : SKIP_MARKS) {
      if (message.contains(mark)) {
        return no(Rule.SKIP_MARK, "the commit's message says " + mark);
      }
    }
    Head known = heads.get(ref);
    if (known != null && head.sha().equals(known.built())) {
      return no(
          Rule.ALREADY_BUILT,
          head.sha().abbreviated() + " was already taken to be built on " + ref.shortName());
    }
    return Optional.empty();
  }

  private static Optional<Decision.Ignore> no(Rule rule, String reason) {
    return Optional.of(new Decision.Ignore(rule, reason));
  }
}
