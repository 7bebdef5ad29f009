package dev.slipway.dashboard.api;

import dev.slipway.core.delivery.Change;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.PullRequest;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a ref, as the API tells it; null where it has no meaning for the kind.
 *
 * @param merged whether a pull request ended by being merged; null unless it ended
 */
record ChangeView(
    String kind,
    String ref,
    @Nullable String branch,
    @Nullable String tag,
    @Nullable String sha,
    @Nullable String before,
    @Nullable String author,
    @Nullable String message,
    @Nullable Integer prNumber,
    boolean fromFork,
    @Nullable String title,
    @Nullable String sourceBranch,
    @Nullable String targetBranch,
    @Nullable String authorId,
    @Nullable Boolean merged) {
  static ChangeView of(Change change) {
    return switch (change) {
      case Change.Push push -> ofRef(change, "push", push.head(), push.before());
      case Change.Tag tag -> ofRef(change, "tag", tag.head(), null);
      case Change.PullRequest pull -> ofPull(change, pull.head(), pull.request(), null);
      case Change.PullRequestClosed closed ->
          ofPull(change, closed.head(), closed.request(), closed.merged());
      case Change.RefDeleted deleted -> ofRef(change, "delete", null, deleted.before());
    };
  }

  private static ChangeView ofRef(
      Change change, String kind, @Nullable Commit head, @Nullable CommitSha before) {
    return new ChangeView(
        kind,
        change.ref().name(),
        change.ref().branch().orElse(null),
        change.ref().tag().orElse(null),
        head == null ? null : head.sha().hex(),
        before == null ? null : before.hex(),
        head == null ? null : head.author(),
        head == null ? null : head.message(),
        null,
        false,
        null,
        null,
        null,
        null,
        null);
  }

  private static ChangeView ofPull(
      Change change, Commit head, PullRequest request, @Nullable Boolean merged) {
    return new ChangeView(
        "pull_request",
        change.ref().name(),
        change.ref().branch().orElse(null),
        change.ref().tag().orElse(null),
        head.sha().hex(),
        null,
        head.author(),
        head.message(),
        request.number(),
        request.fromFork(),
        request.title(),
        request.sourceBranch(),
        request.targetBranch(),
        request.authorId(),
        merged);
  }
}
