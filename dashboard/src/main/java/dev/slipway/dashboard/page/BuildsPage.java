package dev.slipway.dashboard.page;

import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.source.Repository;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The list of builds.
 *
 * @param fates of the builds whose rollout ended badly
 * @param repository what the list is narrowed to; empty for all, like branch and status
 * @param next where the list goes on; null at its end
 */
public record BuildsPage(
    List<Build> builds,
    Map<BuildId, List<Fate>> fates,
    List<Repository> repositories,
    String repository,
    String branch,
    String status,
    @Nullable String next) {

  /** What became badly of the build's rollouts. */
  public List<Fate> fates(Build build) {
    return fates.getOrDefault(build.id(), List.of());
  }

  /** The statuses to choose from. */
  public List<String> statuses() {
    return List.of(BuildState.Status.values()).stream().map(BuildState.Status::id).toList();
  }

  public boolean narrowed() {
    return !repository.isEmpty() || !branch.isEmpty() || !status.isEmpty();
  }

  /** The same list, narrowed to one repository or branch of it, or its next part. */
  public static String link(String repository, String branch, String status, String before) {
    return Link.to(
        "/builds", "repository", repository, "branch", branch, "status", status, "before", before);
  }
}
