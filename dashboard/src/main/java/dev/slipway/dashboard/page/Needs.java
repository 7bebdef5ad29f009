package dev.slipway.dashboard.page;

import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.source.Repository;
import dev.slipway.dashboard.api.BuildTimes;
import dev.slipway.dashboard.api.QueueStanding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds what somebody has to look at, the most pressing first: what stops everything, what waits
 * for a person, what does not run as it should, and builds that stay broken: those of the user on
 * any branch, everybody's on default branches.
 */
final class Needs {
  private final Situation now;
  private final String user;
  private final List<Need> found = new ArrayList<>();

  private Needs(Situation now, String user) {
    this.now = now;
    this.user = user;
  }

  static List<Need> in(Situation now, String user) {
    Needs needs = new Needs(now, user);
    needs.addMissing();
    needs.addStuck();
    needs.addApprovals();
    now.services().forEach(needs::addService);
    needs.addBroken();
    needs.addForges();
    return needs.found;
  }

  private void add(String word, String title, String link, String why, @Nullable Instant since) {
    found.add(new Need(word, title, link, Show.sentence(why), since));
  }

  private void addMissing() {
    now.missing()
        .forEach(
            check -> add("failed", "Not there: " + check.name(), "/readyz", check.detail(), null));
  }

  /** Builds that nobody takes, told once for each reason. */
  private void addStuck() {
    Map<String, List<Build>> stuck = new TreeMap<>();
    for (QueueStanding.Queued queued : now.queue().queued()) {
      String obstacle = queued.place().obstacle();
      if (obstacle != null) {
        stuck.computeIfAbsent(obstacle, _ -> new ArrayList<>()).add(queued.build());
      }
    }
    stuck.forEach((obstacle, builds) ->
        add(
            "failed",
            Show.number(builds.size(), "queued build") + " cannot start",
            "/queue",
            obstacle,
            builds.getFirst().request().queuedAt()));
  }

  private void addApprovals() {
    for (Build build : now.queue().waiting()) {
      String why =
          build.state() instanceof BuildState.Waiting(String forApproval) ? forApproval : "";
      add(
          "waiting",
          name(build) + " waits for an approval",
          link(build),
          why,
          build.request().queuedAt());
    }
  }

  private void addService(Service service) {
    String link = "/services/" + service.id();
    ServiceSummary summary = new ServiceSummary(service, null, last(service), List.of());
    Deployment trouble = summary.trouble();
    if (trouble != null) {
      Fate fate = Fate.of(trouble).orElseThrow();
      String word = trouble.state().status().id();
      add(word, fate.what(), link, fate.why(), trouble.phases().getLast().startedAt());
    }
    if (service.paused() != null && !summary.pausedBecause().isEmpty()) {
      String title = "Pushes to " + service.id() + " wait: it is paused";
      add("paused", title, link, service.paused().because(), service.paused().since());
    }
    Optional.ofNullable(now.held().get(service.id()))
        .ifPresent(why ->
            add(
                "paused",
                "Requests to " + service.id() + " are held",
                link,
                why.because(),
                why.since()));
  }

  private @Nullable Deployment last(Service service) {
    return now.deployments()
        .get(Objects.requireNonNullElse(service.deploying(), service.lastDeployment()));
  }

  private void addBroken() {
    for (Build build : now.broken()) {
      boolean mine = Mine.is(user, build.request());
      if ((mine || onDefaultBranch(build)) && build.state() instanceof BuildState.Failed failed) {
        String what = build.request().repository() + " " + build.request().ref().shortName();
        add(
            "failed",
            (mine ? "Your build of " + what : what) + " fails: " + BuildPage.title(build),
            link(build),
            failed.failure().message(),
            BuildTimes.of(failed).finishedAt());
      }
    }
  }

  private boolean onDefaultBranch(Build build) {
    return now.repositories().stream()
        .anyMatch(repository ->
            repository.enabled()
                && repository.id().equals(build.request().repositoryId())
                && repository.defaultRef().equals(build.request().ref()));
  }

  private void addForges() {
    for (Repository repository : now.repositories()) {
      String problem = now.forges().get(repository.id());
      if (problem != null) {
        add(
            "failed",
            Show.forge(repository.forge()) + " is not told of builds of " + repository.name(),
            "/repositories/" + repository.id(),
            problem,
            null);
      }
    }
  }

  private static String name(Build build) {
    return build.request().repository() + " #" + build.number();
  }

  private static String link(Build build) {
    return "/builds/" + build.id();
  }
}
