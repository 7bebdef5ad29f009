package dev.slipway.dashboard.api;

import dev.slipway.core.build.Build;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.source.Commit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How two releases differ, as the API tells it.
 *
 * @param from the number of the one
 * @param to the number of the other
 * @param image of both, whole
 * @param commits of the releases between, oldest first, with the newer one's own
 * @param changes what a person wants to see of it; of variables only the names
 */
record DiffView(
    int from, int to, ImagesView image, List<CommitView> commits, List<ReleaseChange> changes) {
  static DiffView of(Release from, Release to, List<CommitView> commits) {
    return new DiffView(
        from.number(),
        to.number(),
        new ImagesView(from.content().image().toString(), to.content().image().toString()),
        commits,
        ReleaseChange.between(from, to));
  }

  record ImagesView(String from, String to) {}

  /** {@code author} and {@code message} are null when the build's record is gone. */
  record CommitView(String sha, int release, @Nullable String author, @Nullable String message) {
    static CommitView of(Release release, Optional<Build> build) {
      Optional<Commit> commit = build.map(it -> it.request().commit());
      return new CommitView(
          release.content().commit().hex(),
          release.number(),
          commit.map(Commit::author).orElse(null),
          commit.map(Commit::message).orElse(null));
    }
  }
}
