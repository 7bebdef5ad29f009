package dev.slipway.dashboard.api;

import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.RequestCounts;
import dev.slipway.core.deploy.Routes;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.pipeline.UpdatePlan;
import dev.slipway.core.pipeline.UpdatePlan.Canary;
import dev.slipway.dashboard.http.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A rollout that is judged by its traffic.
 *
 * @param percent of the traffic that the new release has
 * @param step of the canary, counted from 1
 * @param steps of the canary; 1 without one
 * @param endsAt when this step is over if all goes well; null while traffic is being moved
 * @param figures of the new release, and of the one before it where there is one
 */
public record RolloutWatch(
    int percent, int step, int steps, @Nullable Instant endsAt, List<Figures> figures) {

  /**
   * What an edge counted of a release, summed over the edges that are alive, each since it started.
   *
   * @param p95 95 of 100 answers began within this time; null without requests
   */
  public record Figures(int release, long requests, long serverErrors, @Nullable Duration p95) {
    static Figures of(int release, RequestCounts counts) {
      return new Figures(
          release,
          counts.requests(),
          counts.serverErrors(),
          counts.requests() == 0 ? null : counts.p95());
    }
  }

  /** Null when the rollout is not being judged now. */
  public static @Nullable RolloutWatch of(Deployment rollout, Services services, Routes routes) {
    OptionalInt percent = rollout.state().share();
    return percent.isEmpty() ? null : of(rollout, percent.getAsInt(), services, routes);
  }

  private static RolloutWatch of(
      Deployment rollout, int percent, Services services, Routes routes) {
    Optional<UpdatePlan> plan =
        services
            .release(rollout.service(), rollout.release())
            .map(release -> release.content().spec().update());
    List<Integer> shares = plan.map(UpdatePlan::canary).map(Canary::steps).orElse(List.of(100));
    long passed = shares.stream().filter(share -> share < percent).count();
    boolean watching = rollout.state() instanceof DeploymentState.Watching;
    Instant endsAt =
        plan.filter(_ -> watching && !rollout.phases().isEmpty())
            .map(known -> rollout.phases().getLast().startedAt().plus(length(known, percent)))
            .orElse(null);
    return new RolloutWatch(
        percent,
        (int) Math.min(passed + 1, shares.size()),
        shares.size(),
        endsAt,
        figures(rollout, services, routes));
  }

  private static Duration length(UpdatePlan plan, int percent) {
    Canary canary = plan.canary();
    return canary != null && percent < 100 ? canary.hold() : plan.monitor();
  }

  private static List<Figures> figures(Deployment rollout, Services services, Routes routes) {
    Integer live = services.find(rollout.service()).map(Service::live).orElse(null);
    List<Routes.Counted> counted =
        routes.edges().stream()
            .flatMap(edge -> edge.counted().stream())
            .filter(each -> each.service().equals(rollout.service()))
            .toList();
    IntStream releases =
        live == null || live == rollout.release()
            ? IntStream.of(rollout.release())
            : IntStream.of(rollout.release(), live);
    return releases
        .mapToObj(release ->
            Figures.of(
                release,
                counted.stream()
                    .filter(each -> each.release() == release)
                    .map(Routes.Counted::counts)
                    .reduce(RequestCounts.NONE, RequestCounts::plus)))
        .toList();
  }

  /** As the API tells it. */
  record WatchView(
      int percent, int step, int steps, @Nullable String endsAt, List<FiguresView> figures) {
    static @Nullable WatchView of(@Nullable RolloutWatch watch) {
      return watch == null
          ? null
          : new WatchView(
              watch.percent(),
              watch.step(),
              watch.steps(),
              Json.time(watch.endsAt()),
              watch.figures().stream().map(FiguresView::of).toList());
    }
  }

  /** {@code p95Ms} in milliseconds; null without requests. */
  record FiguresView(int release, long requests, long serverErrors, @Nullable Long p95Ms) {
    static FiguresView of(Figures figures) {
      Duration p95 = figures.p95();
      return new FiguresView(
          figures.release(),
          figures.requests(),
          figures.serverErrors(),
          p95 == null ? null : Math.max(1, p95.toMillis()));
    }
  }
}
