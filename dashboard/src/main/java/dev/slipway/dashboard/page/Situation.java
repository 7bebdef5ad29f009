package dev.slipway.dashboard.page;

import dev.slipway.core.Page;
import dev.slipway.core.access.Principal;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.Builds;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.Pause;
import dev.slipway.core.deploy.Route;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.dashboard.Records;
import dev.slipway.dashboard.api.QueueStanding;
import dev.slipway.dashboard.ops.Readiness.Finding;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All that the overview tells of, read in a fixed number of calls to the store however much there
 * is, and one more for each service whose requests are held.
 *
 * @param recent the newest builds
 * @param broken those of the failed ones that nothing newer followed on their branch
 * @param deployments that go on, were the last of their service, or came from a recent build
 * @param forges why they could last not be told something
 * @param held services whose requests the edges hold by hand, and why
 * @param missing dependencies that are not there
 */
record Situation(
    QueueStanding queue,
    List<Build> recent,
    List<Build> broken,
    List<Service> services,
    Map<DeploymentId, Deployment> deployments,
    List<Repository> repositories,
    Map<RepositoryId, String> forges,
    Map<ServiceId, Pause> held,
    List<Finding> missing) {
  /** How far back the overview looks. */
  private static final Page.Request SOME = new Page.Request(30, null);

  private static final Builds.Filter FAILED =
      new Builds.Filter(null, null, BuildState.Status.FAILED);

  static Situation read(Records records, List<Finding> missing, Principal caller, Instant now) {
    List<Build> recent = records.builds().list(Builds.Filter.ANY, SOME).items();
    List<Build> failed = records.builds().list(FAILED, SOME).items();
    List<Service> services = records.services().all();
    List<Repository> repositories = records.repositories().all();
    return new Situation(
        QueueStanding.read(records, caller, now),
        recent,
        records.builds().newestOfBranch(failed),
        services,
        deployments(records, recent, services),
        repositories,
        records.reports().problems(repositories.stream().map(Repository::id).toList()),
        held(records),
        missing);
  }

  private static Map<DeploymentId, Deployment> deployments(
      Records records, List<Build> recent, List<Service> services) {
    List<DeploymentId> ids =
        Stream.of(
                recent.stream().flatMap(build -> build.deployments().stream()),
                services.stream().map(Service::lastDeployment),
                services.stream()
                    .filter(service -> service.deploying() != null)
                    .map(Service::deploying))
            .flatMap(each -> each)
            .distinct()
            .toList();
    Map<DeploymentId, Deployment> found = new HashMap<>();
    records
        .services()
        .deployments(ids)
        .forEach(deployment -> found.put(deployment.id(), deployment));
    return found;
  }

  private static Map<ServiceId, Pause> held(Records records) {
    Map<ServiceId, Pause> held = new HashMap<>();
    records.routes().all().stream()
        .filter(Route::held)
        .map(Route::service)
        .forEach(service ->
            records.routes().heldByHand(service).ifPresent(why -> held.put(service, why)));
    return held;
  }

  /** Whether nothing was ever set up. */
  boolean untouched() {
    return repositories.isEmpty() && recent.isEmpty() && services.isEmpty();
  }
}
