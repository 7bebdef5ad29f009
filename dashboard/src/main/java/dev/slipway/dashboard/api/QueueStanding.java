package dev.slipway.dashboard.api;

import dev.slipway.core.Page;
import dev.slipway.core.access.Principal;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.Builds;
import dev.slipway.core.build.QueueSnapshot;
import dev.slipway.core.build.QueueSnapshot.Delayed;
import dev.slipway.core.build.QueueSnapshot.InLine;
import dev.slipway.dashboard.Records;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The queue as a caller may see it, with the builds behind the ids. Builds of repositories that the
 * caller's token does not reach count in positions, and are not named.
 *
 * @param running the longest first
 * @param queued in the order in which they are taken, at most {@value #MOST}
 * @param delayed the next first
 * @param waiting for a yes, the oldest first
 * @param inLine how many are queued in all
 * @param builders how many builders are alive
 */
public record QueueStanding(
    List<Running> running,
    List<Queued> queued,
    List<Again> delayed,
    List<Build> waiting,
    int inLine,
    int builders) {
  /** More than this nobody reads; the rest is in the list of builds. */
  static final int MOST = 100;

  private static final Builds.Filter WAITING =
      new Builds.Filter(null, null, BuildState.Status.WAITING);

  public static QueueStanding read(Records records, Principal caller, Instant now) {
    Line line = Line.read(records.queue(), now);
    QueueSnapshot seen = line.seen();
    Map<BuildId, Build> builds = builds(records.builds(), seen, caller);
    List<Build> waiting =
        records.builds().list(WAITING, new Page.Request(MOST, null)).items().stream()
            .filter(build -> caller.sees(build.request().repositoryId()))
            .toList();
    return new QueueStanding(
        running(line, builds),
        queued(line, builds),
        delayed(seen, builds),
        waiting.reversed(),
        seen.line().size(),
        seen.builders().size());
  }

  /** Nothing runs, and nothing waits for anything. */
  public boolean idle() {
    return running.isEmpty() && inLine == 0 && delayed.isEmpty() && waiting.isEmpty();
  }

  private static Map<BuildId, Build> builds(Builds all, QueueSnapshot seen, Principal caller) {
    List<BuildId> ids =
        Stream.of(
                seen.running().stream().map(QueueSnapshot.Running::id),
                seen.line().stream().limit(MOST).map(InLine::id),
                seen.delayed().stream().limit(MOST).map(Delayed::id))
            .flatMap(each -> each)
            .toList();
    Map<BuildId, Build> builds = new HashMap<>();
    all.find(ids).stream()
        .filter(build -> caller.sees(build.request().repositoryId()))
        .forEach(build -> builds.put(build.id(), build));
    return builds;
  }

  private static List<Running> running(Line line, Map<BuildId, Build> builds) {
    List<Running> running = new ArrayList<>();
    for (QueueSnapshot.Running each : line.seen().running()) {
      Build build = builds.get(each.id());
      // It may have ended between the two looks.
      if (build != null && !build.state().ended()) {
        running.add(
            new Running(
                build,
                worker(build.state()),
                each.startedAt(),
                line.forecast().ends(each.id()).orElse(null),
                each.heldBy()));
      }
    }
    return running;
  }

  private static String worker(BuildState state) {
    return switch (state) {
      case BuildState.Running(var worker, _, _) -> worker.value();
      case BuildState.Canceling(var worker, _, _, _, _) -> worker.value();
      case BuildState.Waiting _,
          BuildState.Queued _,
          BuildState.Succeeded _,
          BuildState.Failed _,
          BuildState.Canceled _,
          BuildState.Skipped _ ->
          "";
    };
  }

  private static List<Queued> queued(Line line, Map<BuildId, Build> builds) {
    return line.seen().line().stream()
        .limit(MOST)
        .flatMap(each ->
            Optional.ofNullable(builds.get(each.id())).stream()
                .map(build -> queued(build, line.place(each), builds)))
        .toList();
  }

  private static Queued queued(Build build, LinePlace place, Map<BuildId, Build> builds) {
    return new Queued(build, place, place.behind() == null ? null : builds.get(place.behind()));
  }

  private static List<Again> delayed(QueueSnapshot seen, Map<BuildId, Build> builds) {
    return seen.delayed().stream()
        .flatMap(each ->
            Optional.ofNullable(builds.get(each.id())).stream()
                .map(build -> new Again(build, each.due())))
        .toList();
  }

  /**
   * A build that runs.
   *
   * @param worker who has it
   * @param expectedEnd null where that cannot be told
   * @param heldBy the number of the build that has the place in the concurrency group which this
   *     one waits for; null when it waits for none
   */
  public record Running(
      Build build,
      String worker,
      Instant startedAt,
      @Nullable Instant expectedEnd,
      @Nullable Long heldBy) {}

  /**
   * A build in line.
   *
   * @param behind the one before it; null for the first, or where the caller may not see it
   */
  public record Queued(Build build, LinePlace place, @Nullable Build behind) {}

  /** A build that failed by our own fault and is tried again. */
  public record Again(Build build, Instant due) {}
}
