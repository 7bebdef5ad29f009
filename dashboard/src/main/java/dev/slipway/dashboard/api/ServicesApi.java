package dev.slipway.dashboard.api;

import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.Routes;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.deploy.Targets;
import dev.slipway.dashboard.Records;
import dev.slipway.dashboard.Site;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.ProblemException;
import dev.slipway.dashboard.live.ContainerFeeds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What runs. Safe for concurrent use. */
public final class ServicesApi {
  private final Services services;
  private final Routes routes;
  private final ContainerViews containers;
  private final Site site;

  public ServicesApi(Records records, Targets targets, ContainerFeeds feeds, Site site) {
    this.services = records.services();
    this.routes = records.routes();
    this.containers = new ContainerViews(services, targets, feeds);
    this.site = site;
  }

  public Answer list(Call call) {
    return Answer.json(200, ListView.of(services.all(), this::view));
  }

  public Answer get(Call call) {
    return Answer.json(200, view(find(services, call)));
  }

  /** The service that the path names. */
  public static Service find(Services services, Call call) {
    String id = call.path("id");
    return services
        .find(new ServiceId(id))
        .orElseThrow(() -> ProblemException.notFound("service", id));
  }

  /** The release that gets the traffic; null before the first. */
  public static @Nullable Release live(Services services, Service service) {
    Integer number = service.live();
    return number == null ? null : services.release(service.id(), number).orElse(null);
  }

  /** Where it runs, which a release on its way may change. */
  static String place(Services services, Service service) {
    @Nullable Release live = live(services, service);
    return live == null ? service.target() : live.content().spec().target();
  }

  private ServiceView view(Service service) {
    @Nullable Release live = live(services, service);
    return ServiceView.of(
        service,
        live,
        live == null ? List.of() : containers.of(live),
        service.hosts().stream().map(site::serviceUrl).toList(),
        HoldView.of(routes, service.id()));
  }
}
