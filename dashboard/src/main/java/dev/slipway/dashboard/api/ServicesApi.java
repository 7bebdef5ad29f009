package dev.slipway.dashboard.api;

import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Services;
import dev.slipway.dashboard.ContainerConditions;
import dev.slipway.dashboard.Operations;
import dev.slipway.dashboard.RollbackRequests;
import dev.slipway.dashboard.Site;
import dev.slipway.dashboard.api.ServiceView.ContainerView;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Fields;
import dev.slipway.dashboard.http.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What runs, what it was made from, and going back. Safe for concurrent use. */
public final class ServicesApi {
  private static final int LONGEST_REASON = 1000;

  private final Services services;
  private final RollbackRequests rollbacks;
  private final ContainerConditions conditions;
  private final Site site;

  public ServicesApi(Services services, Operations operations, Site site) {
    this.services = services;
    this.rollbacks = operations.rollbacks();
    this.conditions = operations.containers();
    this.site = site;
  }

  public Answer list(Call call) {
    return Answer.json(200, ListView.of(services.all(), this::view));
  }

  public Answer get(Call call) {
    return Answer.json(200, view(find(services, call)));
  }

  public Answer releases(Call call) {
    Service service = find(services, call);
    return Answer.json(
        200,
        ListView.of(
            services.releases(service.id(), call.page()), release -> view(release, service)));
  }

  public Answer release(Call call) {
    Service service = find(services, call);
    return Answer.json(200, view(release(service, call.path("number")), service));
  }

  /** Asks to go back; a form is sent back to the service's page. */
  public Answer rollBack(Call call) {
    Service service = find(services, call);
    Fields fields = call.fields().allow(Set.of("release", "reason", "scope", "force", "csrf"));
    Integer release = fields.positive("release");
    String reason = Optional.ofNullable(fields.text("reason")).orElse("");
    if (reason.length() > LONGEST_REASON) {
      fields.problem("reason", "is too long", LONGEST_REASON + " characters are the most");
    }
    RollbackRequests.Scope scope = fields.parsed("scope", RollbackRequests.Scope::of);
    fields.check();
    var order =
        new RollbackRequests.Order(
            service.id(),
            release,
            fields.flag("force", false),
            call.by(),
            reason,
            scope == null ? RollbackRequests.Scope.ALL : scope);
    return switch (rollbacks.request(order)) {
      case RollbackRequests.Result.Accepted(DeploymentId id) -> accepted(call, service, id);
      case RollbackRequests.Result.Unknown(String message) ->
          throw ProblemException.problem(404, "not-found", "Not found", message);
      case RollbackRequests.Result.Refused(String message, String hint) ->
          throw ProblemException.conflict(hint.isEmpty() ? message : message + "; " + hint);
    };
  }

  private static Answer accepted(Call call, Service service, DeploymentId id) {
    return call.isForm()
        ? Answer.seeOther("/services/" + service.id())
        : Answer.json(202, new AcceptedView(id.value())).with("Location", "/deployments/" + id);
  }

  public Answer deployment(Call call) {
    String id = call.path("id");
    return services
        .deployment(new DeploymentId(id))
        .map(deployment -> Answer.json(200, DeploymentView.of(deployment)))
        .orElseThrow(() -> ProblemException.notFound("deployment", id));
  }

  /** The service that the path names. */
  public static Service find(Services services, Call call) {
    String id = call.path("id");
    return services
        .find(new ServiceId(id))
        .orElseThrow(() -> ProblemException.notFound("service", id));
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

  private ServiceView view(Service service) {
    @Nullable Release live = live(services, service);
    return ServiceView.of(
        service,
        live,
        live == null ? List.of() : containers(live),
        service.hosts().stream().map(site::serviceUrl).toList());
  }

  /** The release that gets the traffic; null before the first. */
  public static @Nullable Release live(Services services, Service service) {
    Integer number = service.live();
    return number == null ? null : services.release(service.id(), number).orElse(null);
  }

  private List<ContainerView> containers(Release live) {
    return instances(live).stream()
        .map(instance -> ContainerView.of(instance, conditions.of(live.content().spec().target(), instance)))
        .toList();
  }

  private List<Instance> instances(Release live) {
    Optional<Deployment> rollout = services.deployment(live.content().deployment());
    return rollout.isPresent()
            && rollout.get().state() instanceof DeploymentState.Live(List<Instance> instances)
        ? instances
        : List.of();
  }

  private record AcceptedView(String deploymentId) {}
}
