package dev.slipway.dashboard.page;

import dev.slipway.core.deploy.ContainerEvents;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Pause;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.ReleaseKind;
import dev.slipway.core.deploy.Routes;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.deploy.Services;
import dev.slipway.dashboard.Records;
import dev.slipway.dashboard.Site;
import dev.slipway.dashboard.api.Happening;
import dev.slipway.dashboard.api.ReleaseChange;
import dev.slipway.dashboard.api.ReleaseStanding;
import dev.slipway.dashboard.api.RolloutWatch;
import dev.slipway.dashboard.api.ServicesApi;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pages about services. Safe for concurrent use. */
public final class ServicePages {
  private static final int EVENTS = 20;

  private final Services services;
  private final Routes routes;
  private final ContainerEvents events;
  private final Site site;
  private final Templates templates;

  public ServicePages(Records records, Site site, Templates templates) {
    this.services = records.services();
    this.routes = records.routes();
    this.events = records.containerEvents();
    this.site = site;
    this.templates = templates;
  }

  public Answer list(Call call) {
    String wanted = call.query("q").orElse("");
    var model =
        new ServicesPage(
            services.all().stream()
                .filter(service -> fits(service, wanted))
                .map(this::summary)
                .toList(),
            wanted);
    Shell shell = templates.shell("Services", "services", call.caller());
    return Answer.page(200, templates.render("services", shell, model));
  }

  private static boolean fits(Service service, String wanted) {
    String names =
        String.join(" ", service.id().value(), service.repository().value(), service.target());
    return names.toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT));
  }

  public Answer one(Call call) {
    Service service = ServicesApi.find(services, call);
    ServiceSummary summary = summary(service);
    var page = services.releases(service.id(), call.page());
    @Nullable Release oneWay = oneWay(summary.live(), page.items());
    List<ReleaseRow> rows =
        page.items().stream().map(release -> row(release, summary, oneWay)).toList();
    String next =
        page.next() == null
            ? null
            : "?before=" + URLEncoder.encode(page.next(), StandardCharsets.UTF_8);
    @Nullable Pause hold = routes.heldByHand(service.id()).orElse(null);
    Shell shell = templates.shell(service.name(), "services", call.caller());
    return Answer.page(
        200,
        templates.render(
            "service",
            shell,
            new ServicePage(
                summary,
                hold,
                watch(summary),
                containers(summary),
                happened(service),
                rows,
                next)));
  }

  private @Nullable RolloutWatch watch(ServiceSummary summary) {
    Deployment last = summary.last();
    return last == null || !summary.deploying() ? null : RolloutWatch.of(last, services, routes);
  }

  /** As the rollout left them; how each is now, the browser asks. */
  private List<Instance> containers(ServiceSummary summary) {
    Release live = summary.live();
    return live == null
        ? List.of()
        : services
            .deployment(live.content().deployment())
            .map(Deployment::state)
            .filter(DeploymentState.Live.class::isInstance)
            .map(state -> ((DeploymentState.Live) state).instances())
            .orElse(List.of());
  }

  private List<Happening> happened(Service service) {
    return Happening.of(events.newest(service.id())).stream().limit(EVENTS).toList();
  }

  private ServiceSummary summary(Service service) {
    DeploymentId rollout =
        Objects.requireNonNullElse(service.deploying(), service.lastDeployment());
    return new ServiceSummary(
        service,
        ServicesApi.live(services, service),
        services.deployment(rollout).orElse(null),
        service.hosts().stream().map(site::serviceUrl).toList());
  }

  /** The newest release that must not be gone back past lightly, down to the last of these. */
  private @Nullable Release oneWay(@Nullable Release live, List<Release> shown) {
    if (live == null || shown.isEmpty()) {
      return null;
    }
    for (int number = live.number(); number > shown.getLast().number(); number--) {
      Optional<Release> passed =
          services.release(live.service(), number).filter(this::changedForGood);
      if (passed.isPresent()) {
        return passed.get();
      }
    }
    return null;
  }

  /** As the deployer decides it, which asks again. */
  private boolean changedForGood(Release release) {
    return release.content().kind() == ReleaseKind.DEPLOY
        && !release.content().spec().update().reversible()
        && services
            .deployment(release.content().deployment())
            .filter(rollout -> rollout.state() instanceof DeploymentState.Live)
            .isPresent();
  }

  private ReleaseRow row(Release release, ServiceSummary summary, @Nullable Release oneWay) {
    Release live = summary.live();
    return new ReleaseRow(
        release,
        ReleaseStanding.of(release, summary.service(), services),
        live == null ? List.of() : ReleaseChange.between(live, release),
        oneWay != null && release.number() < oneWay.number() ? oneWay : null);
  }
}
