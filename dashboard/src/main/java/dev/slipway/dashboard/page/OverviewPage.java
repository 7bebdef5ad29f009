package dev.slipway.dashboard.page;

import dev.slipway.core.build.Build;
import dev.slipway.core.build.StepReport;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.source.Repository;
import dev.slipway.dashboard.api.BuildTimes;
import dev.slipway.dashboard.api.QueueStanding;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What runs, what needs somebody, and what happened last.
 *
 * @param untouched whether nothing was ever set up
 * @param repositories that are built
 * @param needs the most pressing first
 * @param rollouts that go on
 * @param recent the newest first
 */
public record OverviewPage(
    boolean untouched,
    List<Repository> repositories,
    List<Need> needs,
    QueueStanding queue,
    List<Rollout> rollouts,
    List<Recent> recent) {
  private static final int MOST_NEEDS = 20;
  private static final int MOST_RECENT = 15;
  private static final int ALL = 100;

  static OverviewPage of(Situation now, String user) {
    return new OverviewPage(
        now.untouched(),
        now.repositories(),
        Needs.in(now, user),
        now.queue(),
        rollouts(now),
        recent(now));
  }

  /** As many as one can take in; {@link #more} tells how many are left out. */
  public List<Need> pressing() {
    return needs.subList(0, Math.min(needs.size(), MOST_NEEDS));
  }

  public int more() {
    return needs.size() - pressing().size();
  }

  /** Whether builds or rollouts go on. */
  public boolean busy() {
    return !queue.running().isEmpty() || !rollouts.isEmpty();
  }

  /** Whether a repository is there, and nothing was ever built. */
  public boolean awaitsFirstPush() {
    return recent.isEmpty() && queue.idle() && rollouts.isEmpty() && !repositories.isEmpty();
  }

  Mood mood() {
    boolean bad =
        needs.stream()
            .anyMatch(need -> need.word().equals("failed") || need.word().equals("rolled_back"));
    if (bad) {
      return Mood.FAILED;
    }
    return busy() ? Mood.RUNNING : Mood.USUAL;
  }

  /** What the build does now; null between steps. */
  public static @Nullable StepReport step(Build build) {
    return build.steps().stream()
        .filter(step -> step.status() == StepReport.Status.RUNNING)
        .reduce((_, newest) -> newest)
        .orElse(null);
  }

  private static List<Rollout> rollouts(Situation now) {
    return now.services().stream()
        .filter(service -> service.deploying() != null)
        .flatMap(service ->
            Optional.ofNullable(now.deployments().get(service.deploying())).stream()
                .map(deployment -> new Rollout(service, deployment)))
        .toList();
  }

  private static List<Recent> recent(Situation now) {
    Stream<Recent> builds =
        now.recent().stream().filter(build -> build.state().ended()).map(OverviewPage::ended);
    Stream<Recent> deployments =
        now.deployments().values().stream()
            .filter(deployment -> deployment.state().ended())
            .map(OverviewPage::ended);
    return Stream.concat(builds, deployments)
        .sorted(Comparator.comparing(Recent::at).reversed().thenComparing(Recent::link))
        .limit(MOST_RECENT)
        .toList();
  }

  private static Recent ended(Build build) {
    var request = build.request();
    return new Recent(
        build.state().status().id(),
        BuildPage.title(build),
        "/builds/" + build.id(),
        request.repository() + " #" + build.number() + ", " + request.ref().shortName(),
        Objects.requireNonNullElse(BuildTimes.of(build.state()).finishedAt(), request.queuedAt()));
  }

  private static Recent ended(Deployment deployment) {
    String what =
        Fate.of(deployment)
            .map(Fate::what)
            .orElse(deployment.service() + " v" + deployment.release() + " went live");
    return new Recent(
        deployment.state().status().id(),
        what,
        "/services/" + deployment.service(),
        Show.word(deployment.kind().id()),
        deployment.phases().getLast().startedAt());
  }

  /** A rollout that goes on. */
  public record Rollout(Service service, Deployment deployment) {
    /**
     * How much of the traffic the new release has while it is judged by it; null for all or none.
     */
    public @Nullable Integer percent() {
      int percent = deployment.state().share().orElse(ALL);
      return percent == ALL ? null : percent;
    }

    /** When it entered the phase that it is in. */
    public Instant since() {
      return deployment.phases().getLast().startedAt();
    }
  }
}
