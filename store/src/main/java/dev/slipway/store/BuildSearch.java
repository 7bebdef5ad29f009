package dev.slipway.store;

import dev.slipway.core.Page;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.Builds.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the builds that a filter wants by walking the shortest list that has them all.
 *
 * @param index the sorted set to walk
 */
record BuildSearch(String index, String repository, String branch, String status) {
  private static final LuaScript LIST = LuaScript.load("list_builds");

  /** How many records one script looks at, so that it never keeps Redis busy for long. */
  private static final int LOOK_AT = 1000;

  static BuildSearch of(Filter filter) {
    String repository = filter.repository() == null ? "" : filter.repository().value();
    String branch = Objects.requireNonNullElse(filter.branch(), "");
    BuildState.Status status = filter.status();
    return new BuildSearch(
        index(repository, branch, status), repository, branch, status == null ? "" : status.id());
  }

  private static String index(
      String repository, String branch, BuildState.@Nullable Status status) {
    boolean open =
        status == BuildState.Status.WAITING
            || status == BuildState.Status.QUEUED
            || status == BuildState.Status.RUNNING;
    if (status != null && (open || branch.isEmpty())) {
      return Key.BUILDS_WITH.of(
          repository.isEmpty() ? status.id() : repository + ":" + status.id());
    }
    if (repository.isEmpty()) {
      return Key.BUILDS.toString();
    }
    return Key.BUILDS_OF.of(branch.isEmpty() ? repository : repository + ":" + branch);
  }

  /** The ids of one page. */
  Page<String> newestFirst(Redis redis, Page.Request page) {
    List<String> found = new ArrayList<>();
    String before = Objects.requireNonNullElse(page.before(), "");
    do {
      List<@Nullable String> answer =
          LIST.list(
              redis,
              index,
              before,
              repository,
              branch,
              status,
              Integer.toString(page.limit() + 1 - found.size()),
              Integer.toString(LOOK_AT));
      before = Objects.requireNonNull(answer.getFirst());
      answer.stream().skip(1).map(Objects::requireNonNull).forEach(found::add);
    } while (!before.isEmpty() && found.size() <= page.limit());
    return Ordered.page(found, page);
  }
}
