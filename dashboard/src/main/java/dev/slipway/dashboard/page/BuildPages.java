package dev.slipway.dashboard.page;

import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.Failure;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.dashboard.Records;
import dev.slipway.dashboard.api.BuildsApi;
import dev.slipway.dashboard.api.Line;
import dev.slipway.dashboard.api.LinePlace;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pages about builds. Safe for concurrent use. */
public final class BuildPages {
  private final Records records;
  private final BuildsApi api;
  private final Clock clock;
  private final Templates templates;

  public BuildPages(Records records, BuildsApi api, Clock clock, Templates templates) {
    this.records = records;
    this.api = api;
    this.clock = clock;
    this.templates = templates;
  }

  public Answer list(Call call) {
    var page = records.builds().list(api.filter(call), call.page());
    String repository = call.query("repository").orElse("");
    String branch = call.query("branch").orElse("");
    String status = call.query("status").orElse("");
    String next =
        page.next() == null ? null : BuildsPage.link(repository, branch, status, page.next());
    var model =
        new BuildsPage(
            page.items(),
            fates(page.items()),
            records.repositories().all(),
            repository,
            branch,
            status,
            next);
    Shell shell = templates.shell("Builds", "builds", call.caller());
    return Answer.page(200, templates.render("builds", shell, model));
  }

  public Answer one(Call call) {
    Build build = BuildsApi.find(records.builds(), call);
    var model = new BuildPage(build, place(build), deployments(build), failingLine(build));
    Mood mood = Mood.of(build.state());
    String title =
        "%s#%d %s · %s"
            .formatted(mood.mark(), build.number(), build.request().repository(), status(build));
    Shell shell = templates.shell(title, "builds", call.caller()).in(mood);
    return Answer.page(200, templates.render("build", shell, model));
  }

  private List<Deployment> deployments(Build build) {
    return build.deployments().stream()
        .map(records.services()::deployment)
        .flatMap(Optional::stream)
        .toList();
  }

  private Map<BuildId, List<Fate>> fates(List<Build> builds) {
    Map<BuildId, List<Fate>> fates = new HashMap<>();
    for (Build build : builds) {
      List<Fate> bad = deployments(build).stream().map(Fate::of).flatMap(Optional::stream).toList();
      if (!bad.isEmpty()) {
        fates.put(build.id(), bad);
      }
    }
    return fates;
  }

  private static String status(Build build) {
    return build.state().status().id();
  }

  private @Nullable PlaceInLine place(Build build) {
    if (!(build.state() instanceof BuildState.Queued)) {
      return null;
    }
    return Line.read(records.queue(), clock.instant())
        .place(build.id())
        .map(place -> new PlaceInLine(place, behind(place)))
        .orElse(null);
  }

  private @Nullable Build behind(LinePlace place) {
    return place.behind() == null ? null : records.builds().find(place.behind()).orElse(null);
  }

  private @Nullable FailingLine failingLine(Build build) {
    return switch (build.state()) {
      case BuildState.Failed(_, _, _, Failure.StepFailed(String step, _, _)) ->
          FailingLine.of(records.logs(), build.id(), step);
      case BuildState.Failed(_, _, _, Failure.TimedOut(String step, _)) ->
          FailingLine.of(records.logs(), build.id(), step);
      default -> null;
    };
  }
}
