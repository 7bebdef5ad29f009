package dev.slipway.core.build;

import dev.slipway.core.Page;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** See {@link InMemoryBuildStore}. */
final class InMemoryBuilds implements Builds {
  private final InMemoryBuildStore store;

  InMemoryBuilds(InMemoryBuildStore store) {
    this.store = store;
  }

  @Override
  public Optional<Build> find(BuildId id) {
    return store.locked(() -> store.find(id).map(InMemoryBuildStore.Entry::build));
  }

  @Override
  public Page<Build> list(Filter filter, Page.Request page) {
    return store.locked(() -> {
      String before = page.before();
      List<Build> found =
          store
              .newestFirst()
              .map(InMemoryBuildStore.Entry::build)
              .filter(build -> matches(build, filter))
              .filter(build -> before == null || build.id().value().compareTo(before) < 0)
              .limit(page.limit() + 1L)
              .toList();
      if (found.size() <= page.limit()) {
        return new Page<>(found, null);
      }
      List<Build> shown = found.subList(0, page.limit());
      return new Page<>(shown, shown.getLast().id().value());
    });
  }

  private static boolean matches(Build build, Filter filter) {
    return (filter.repository() == null
            || filter.repository().equals(build.request().repositoryId()))
        && (filter.branch() == null
            || Objects.equals(filter.branch(), build.request().ref().branch().orElse(null)))
        && (filter.status() == null || filter.status() == build.state().status());
  }

  @Override
  public Build add(NewBuild request) {
    boolean asked = request.trigger().asked();
    return store.locked(() -> store.add(request, asked ? "build of" : "push to"));
  }

  @Override
  public Optional<Build> cancel(BuildId id, String by, String because) {
    return store.locked(() -> {
      Optional<InMemoryBuildStore.Entry> found = store.find(id);
      found.ifPresent(entry -> cancel(entry, by, because));
      return found.map(InMemoryBuildStore.Entry::build);
    });
  }

  @Override
  public Optional<Build> approve(BuildId id, String by) {
    return store.locked(() -> {
      Optional<InMemoryBuildStore.Entry> found = store.find(id);
      found
          .filter(entry -> entry.state instanceof BuildState.Waiting)
          .ifPresent(entry -> {
            entry.move(new BuildState.Queued(0, "approved by " + by));
            entry.lineUp(Duration.ZERO);
          });
      return found.map(InMemoryBuildStore.Entry::build);
    });
  }

  @Override
  public Optional<CommitSha> lastSucceeded(RepositoryId repository, GitRef ref) {
    return store.locked(() ->
        store
            .newestFirst()
            .filter(entry -> entry.state instanceof BuildState.Succeeded)
            .map(entry -> entry.request)
            .filter(build -> build.repositoryId().equals(repository) && build.ref().equals(ref))
            .map(build -> build.commit().sha())
            .findFirst());
  }

  private void cancel(InMemoryBuildStore.Entry entry, String by, String because) {
    switch (entry.state) {
      case BuildState.Waiting _, BuildState.Queued _ ->
          entry.move(
              new BuildState.Canceled(entry.state.attempt(), null, store.now(), by, because));
      case BuildState.Running(WorkerId worker, int attempt, var startedAt) ->
          entry.move(new BuildState.Canceling(worker, attempt, startedAt, by, because));
      case BuildState.Canceling _,
          BuildState.Succeeded _,
          BuildState.Failed _,
          BuildState.Canceled _,
          BuildState.Skipped _ -> {}
    }
  }
}
