package dev.slipway.core.build;

import dev.slipway.core.Page;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the builds. Safe for concurrent use; each change is one atomic and durable step. */
public interface Builds {
  Optional<Build> find(BuildId id);

  /** Those of them that there are, in this order. */
  default List<Build> find(List<BuildId> ids) {
    return ids.stream().map(this::find).flatMap(Optional::stream).toList();
  }

  /** Those of them, in this order, that are the newest of their branch; of no branch, none are. */
  default List<Build> newestOfBranch(List<Build> builds) {
    return builds.stream().filter(this::isNewestOfBranch).toList();
  }

  private boolean isNewestOfBranch(Build build) {
    String branch = build.request().ref().branch().orElse(null);
    if (branch == null) {
      return false;
    }
    Filter sameBranch = new Filter(build.request().repositoryId(), branch, null);
    return list(sameBranch, new Page.Request(1, null)).items().stream()
        .anyMatch(newest -> newest.id().equals(build.id()));
  }

  /** Newest first. */
  Page<Build> list(Filter filter, Page.Request page);

  /** Creates and queues a build that no webhook asked for, superseding like a pushed one. */
  Build add(NewBuild request);

  /**
   * Asks for the end of a build: one that waits or is queued is canceled at once, a running one is
   * told so. One that has ended stays as it is.
   *
   * @return the build afterwards; empty when there is none with that id
   */
  Optional<Build> cancel(BuildId id, String by, String because);

  /**
   * Queues a build that waits for a yes; one in any other state stays as it is.
   *
   * @param by who said yes
   * @return the build afterwards; empty when there is none with that id
   */
  Optional<Build> approve(BuildId id, String by);

  /** The commit of the newest build of that ref that succeeded; empty when none did. */
  Optional<CommitSha> lastSucceeded(RepositoryId repository, GitRef ref);

  /** Which builds are wanted; null means any. */
  record Filter(
      @Nullable RepositoryId repository,
      @Nullable String branch,
      BuildState.@Nullable Status status) {
    public static final Filter ANY = new Filter(null, null, null);
  }
}
