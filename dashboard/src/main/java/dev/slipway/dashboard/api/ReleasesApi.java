package dev.slipway.dashboard.api;

import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.Builds;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.ReleaseKind;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Services;
import dev.slipway.dashboard.Records;
import dev.slipway.dashboard.api.DiffView.CommitView;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What services were made from, release by release. Safe for concurrent use. */
public final class ReleasesApi {
  /** The commits of more releases than these are not told. */
  private static final int MOST_COMMITS = 100;

  private final Services services;
  private final Builds builds;

  public ReleasesApi(Records records) {
    this.services = records.services();
    this.builds = records.builds();
  }

  public Answer list(Call call) {
    Service service = ServicesApi.find(services, call);
    return Answer.json(
        200,
        ListView.of(
            services.releases(service.id(), call.page()), release -> view(release, service)));
  }

  public Answer one(Call call) {
    Service service = ServicesApi.find(services, call);
    return Answer.json(200, view(release(service, call.path("number")), service));
  }

  /** What is different in the second release; of variables only the names. */
  public Answer diff(Call call) {
    Service service = ServicesApi.find(services, call);
    Release from = release(service, call.path("number"));
    Release to = release(service, call.path("other"));
    return Answer.json(200, DiffView.of(from, to, commits(service.id(), from, to)));
  }

  /** What was pushed between the two, oldest first. */
  private List<CommitView> commits(ServiceId service, Release from, Release to) {
    int newest = Math.max(from.number(), to.number());
    int oldest = Math.max(Math.min(from.number(), to.number()) + 1, newest - MOST_COMMITS + 1);
    return IntStream.rangeClosed(oldest, newest)
        .mapToObj(number -> services.release(service, number))
        .flatMap(Optional::stream)
        .filter(release -> release.content().kind() == ReleaseKind.DEPLOY)
        .map(release -> CommitView.of(release, build(release)))
        .toList();
  }

  private Optional<Build> build(Release release) {
    BuildId id = release.content().build();
    return id == null ? Optional.empty() : builds.find(id);
  }

  private Release release(Service service, String label) {
    try {
      int number = Integer.parseInt(label.startsWith("v") ? label.substring(1) : label);
      Optional<Release> release = services.release(service.id(), number);
      if (release.isPresent()) {
        return release.get();
      }
    } catch (NumberFormatException e) {
      // No number is no release either.
    }
    throw ProblemException.notFound("release of " + service.id(), label);
  }

  private ReleaseView view(Release release, Service service) {
    return ReleaseView.of(release, ReleaseStanding.of(release, service, services));
  }
}
