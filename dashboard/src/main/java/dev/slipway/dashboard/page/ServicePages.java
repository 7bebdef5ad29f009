package dev.slipway.dashboard.page;

import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.deploy.Services;
import dev.slipway.dashboard.Site;
import dev.slipway.dashboard.api.ReleaseStanding;
import dev.slipway.dashboard.api.ServicesApi;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The pages about services. Safe for concurrent use. */
public final class ServicePages {
  private final Services services;
  private final Site site;
  private final Templates templates;

  public ServicePages(Services services, Site site, Templates templates) {
    this.services = services;
    this.site = site;
    this.templates = templates;
  }

  public Answer list(Call call) {
    var model = new ServicesPage(services.all().stream().map(this::summary).toList());
    Shell shell = templates.shell("Services", "services", call.caller());
    return Answer.page(200, templates.render("services", shell, model));
  }

  public Answer one(Call call) {
    Service service = ServicesApi.find(services, call);
    ServiceSummary summary = summary(service);
    var page = services.releases(service.id(), call.page());
    List<ReleaseRow> rows = page.items().stream().map(release -> row(release, summary)).toList();
    String next =
        page.next() == null
            ? null
            : "?before=" + URLEncoder.encode(page.next(), StandardCharsets.UTF_8);
    Shell shell = templates.shell(service.name(), "services", call.caller());
    return Answer.page(
        200, templates.render("service", shell, new ServicePage(summary, rows, next)));
  }

  private ServiceSummary summary(Service service) {
    return new ServiceSummary(
        service,
        ServicesApi.live(services, service),
        services.deployment(service.lastDeployment()).orElse(null),
        service.hosts().stream().map(site::serviceUrl).toList());
  }

  private ReleaseRow row(Release release, ServiceSummary summary) {
    Release live = summary.live();
    return new ReleaseRow(
        release,
        ReleaseStanding.of(release, summary.service(), services),
        live == null ? List.of() : ReleaseChange.between(live, release));
  }
}
