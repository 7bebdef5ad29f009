package dev.slipway.dashboard;

import dev.slipway.core.access.Tokens;
import dev.slipway.core.event.Events;
import dev.slipway.dashboard.access.Gate;
import dev.slipway.dashboard.access.OwnOrigin;
import dev.slipway.dashboard.access.SessionCookie;
import dev.slipway.dashboard.access.SignIn;
import dev.slipway.dashboard.api.AccountsApi;
import dev.slipway.dashboard.api.BuildsApi;
import dev.slipway.dashboard.api.ContainersApi;
import dev.slipway.dashboard.api.DeliveriesApi;
import dev.slipway.dashboard.api.DeploymentsApi;
import dev.slipway.dashboard.api.ExecApi;
import dev.slipway.dashboard.api.LogApi;
import dev.slipway.dashboard.api.ReleasesApi;
import dev.slipway.dashboard.api.RepositoriesApi;
import dev.slipway.dashboard.api.SecretsApi;
import dev.slipway.dashboard.api.ServiceActions;
import dev.slipway.dashboard.api.ServicesApi;
import dev.slipway.dashboard.api.TargetsApi;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Endpoint;
import dev.slipway.dashboard.http.Offload;
import dev.slipway.dashboard.live.ContainerFeeds;
import dev.slipway.dashboard.live.EventFeed;
import dev.slipway.dashboard.live.LogHub;
import dev.slipway.dashboard.ops.Badges;
import dev.slipway.dashboard.ops.Health;
import dev.slipway.dashboard.ops.Metrics;
import dev.slipway.dashboard.ops.OpenApi;
import dev.slipway.dashboard.ops.PipelineSchema;
import dev.slipway.dashboard.page.AccountPages;
import dev.slipway.dashboard.page.Assets;
import dev.slipway.dashboard.page.BuildPages;
import dev.slipway.dashboard.page.DeliveryPages;
import dev.slipway.dashboard.page.GeneralPages;
import dev.slipway.dashboard.page.RepositoryPages;
import dev.slipway.dashboard.page.RepositorySettings;
import dev.slipway.dashboard.page.ServicePages;
import dev.slipway.dashboard.page.TargetPages;
import dev.slipway.dashboard.page.Templates;
import io.vertx.ext.web.Router;
import java.util.List;

/**
 * REST API, pages, live logs and sign-in, ready to be mounted on a router that may also carry the
 * webhooks. Close it after the HTTP server. Safe for concurrent use.
 */
public final class Dashboard implements AutoCloseable {
  private final Records records;
  private final Operations operations;
  private final Tokens tokens;
  private final Site site;
  private final Offload offload = new Offload();
  private final EventFeed events;
  private final LogHub logs;
  private final Metrics metrics;
  private final Templates templates;
  private final GeneralPages pages;

  public Dashboard(
      Records records, Operations operations, Events events, Tokens tokens, Site site) {
    this.records = records;
    this.operations = operations;
    this.tokens = tokens;
    this.site = site;
    this.events = new EventFeed(events);
    this.logs = new LogHub(records.builds(), records.logs(), this.events);
    this.metrics = new Metrics(records.builds(), logs);
    Assets assets = Assets.load();
    this.templates = new Templates(assets, site.clock());
    this.pages = new GeneralPages(templates, assets);
  }

  /** Adds all routes, and the answer for paths that nobody knows. */
  public void mount(Router router) {
    routes(router);
  }

  List<RouteTable.Entry> routes(Router router) {
    SessionCookie cookie = new SessionCookie(site.secure());
    OwnOrigin origin = new OwnOrigin(site.publicUrl());
    RouteTable table =
        new RouteTable(
            router,
            new Gate(tokens, cookie, origin, offload),
            offload,
            new Failures(metrics, pages::problem));
    addSignIn(table, new SignIn(tokens, cookie, origin, pages::signIn));
    addOperations(table);
    addRepositories(table);
    addAccounts(table);
    addDeliveries(table);
    addBuilds(table);
    addServices(table);
    addTargets(table);
    table.stream("/api/v1/events", events::follow);
    table.close();
    return table.entries();
  }

  private void addSignIn(RouteTable table, SignIn signIn) {
    table.getPublic("/sign-in", signIn::show);
    table.postPublic("/sign-in", signIn::start);
    table.post("/sign-out", signIn::stop);
    table.getPublic("/assets/:hash/:name", pages::asset);
    table.get("/", _ -> Answer.seeOther("/builds"));
  }

  private void addOperations(RouteTable table) {
    Health health = new Health(site.readiness());
    table.getPublic("/healthz", health::alive);
    table.getPublic("/readyz", health::ready);
    table.get("/metrics", metrics::show);
    table.getPublic("/openapi.yaml", new OpenApi()::show);
    table.getPublic("/schema/pipeline.json", new PipelineSchema(site.pipelineSchema())::show);
    table.getPublic("/badge/*", new Badges(records.repositories(), records.builds())::show);
  }

  private void addRepositories(RouteTable table) {
    RepositoriesApi api = new RepositoriesApi(records, operations.onboarding(), site);
    table.get("/api/v1/repositories", api::list);
    table.post("/api/v1/repositories", api::add);
    table.get("/api/v1/repositories/:id", api::get);
    table.put("/api/v1/repositories/:id", api::replace);
    table.delete("/api/v1/repositories/:id", api::remove);
    table.post("/api/v1/repositories/:id/hook/check", api::checkHook);
    RepositoryPages list = new RepositoryPages(api, templates);
    table.get("/repositories", list::list);
    table.post("/repositories", list::add);
    table.post("/repositories/:id/remove", list::remove);
    SecretsApi secrets = new SecretsApi(records);
    table.get("/api/v1/secrets/:scope", secrets::list);
    table.get("/api/v1/secrets/:scope/:name", secrets::get);
    table.put("/api/v1/secrets/:scope/:name", secrets::put);
    table.delete("/api/v1/secrets/:scope/:name", secrets::remove);
    RepositorySettings settings = new RepositorySettings(api, secrets, records, templates);
    table.get("/repositories/:id", settings::show);
    table.post("/repositories/:id", settings::change);
    table.post("/repositories/:id/hook/check", settings::checkHook);
    table.post("/repositories/:id/secrets", settings::setSecret);
    table.post("/repositories/:id/secrets/remove", settings::removeSecret);
  }

  private void addAccounts(RouteTable table) {
    AccountsApi api = new AccountsApi(records, operations.onboarding(), site);
    table.get("/api/v1/accounts", api::list);
    table.post("/api/v1/accounts", api::add);
    table.delete("/api/v1/accounts/:id", api::remove);
    table.get("/api/v1/accounts/:id/repositories", api::repositories);
    table.post("/api/v1/accounts/:id/repositories", api::enable);
    AccountPages html = new AccountPages(api, templates);
    table.get("/connect", html::connect);
    table.post("/connect", html::add);
    table.get("/accounts/:id", html::choose);
    table.post("/accounts/:id", html::enable);
    table.post("/accounts/:id/remove", html::remove);
  }

  private void addDeliveries(RouteTable table) {
    DeliveriesApi api = new DeliveriesApi(records, operations);
    table.get("/api/v1/deliveries", api::list);
    table.get("/api/v1/deliveries/:id", api::get);
    table.stream("/api/v1/deliveries/:id/body", api::body);
    table.post("/api/v1/deliveries/:id/replay", api::replay);
    table.post("/api/v1/deliveries/:id/simulate", api::simulate);
    DeliveryPages html = new DeliveryPages(records, api, templates);
    table.get("/deliveries", html::list);
    table.get("/deliveries/:id", html::one);
    table.post("/deliveries/:id/replay", api::replay);
    table.post("/deliveries/:id/simulate", html::simulate);
  }

  private void addBuilds(RouteTable table) {
    BuildsApi api = new BuildsApi(records, operations.heads(), site.clock());
    BuildPages html = new BuildPages(records, api, templates);
    LogApi log = new LogApi(records.builds(), records.logs(), logs);
    table.post("/api/v1/repositories/:id/builds", api::start);
    table.get("/api/v1/builds", api::list);
    table.get("/builds", either(html::list, api::list));
    table.get("/api/v1/builds/:id", api::get);
    table.get("/builds/:id", either(html::one, api::get));
    for (String prefix : List.of("/api/v1", "")) {
      table.post(prefix + "/builds/:id/cancel", api::cancel);
      table.post(prefix + "/builds/:id/retry", api::retry);
      table.post(prefix + "/builds/:id/approve", api::approve);
      table.get(prefix + "/builds/:id/log", log::window);
      table.get(prefix + "/builds/:id/log/outline", log::outline);
      table.get(prefix + "/builds/:id/log/search", log::search);
      table.stream(prefix + "/builds/:id/log.txt", log::plain);
      table.stream(prefix + "/builds/:id/log.ansi", log::ansi);
      table.stream(prefix + "/builds/:id/log/events", log::events);
    }
  }

  private void addServices(RouteTable table) {
    ContainerFeeds feeds = new ContainerFeeds(operations.targets());
    ServicesApi api = new ServicesApi(records, operations.targets(), feeds, site);
    ServicePages html = new ServicePages(records, site, templates);
    table.get("/api/v1/services", api::list);
    table.get("/services", either(html::list, api::list));
    table.get("/api/v1/services/:id", api::get);
    table.get("/services/:id", either(html::one, api::get));
    ReleasesApi releases = new ReleasesApi(records);
    ServiceActions actions = new ServiceActions(records, operations, site.clock());
    ExecApi exec = new ExecApi(records.services(), operations.targets());
    ContainersApi containers = new ContainersApi(records, feeds);
    for (String prefix : List.of("/api/v1/services/:id", "/services/:id")) {
      table.get(prefix + "/releases", releases::list);
      table.get(prefix + "/releases/:number", releases::one);
      table.get(prefix + "/releases/:number/diff/:other", releases::diff);
      table.post(prefix + "/rollback", actions::rollBack);
      table.post(prefix + "/deploy", actions::deploy);
      table.post(prefix + "/scale", actions::scale);
      table.post(prefix + "/restart", actions::restart);
      table.post(prefix + "/env", actions::configure);
      table.post(prefix + "/pause", actions::pause);
      table.post(prefix + "/resume", actions::resume);
      table.get(prefix + "/events", containers::events);
      table.stream(prefix + "/logs", containers::logs);
      table.stream(prefix + "/stats", containers::stats);
      table.socket(prefix + "/exec", exec::exec);
    }
    addDeployments(table);
  }

  private void addTargets(RouteTable table) {
    TargetsApi api = new TargetsApi(operations.targets(), operations.cleanUps());
    table.get("/api/v1/targets", api::list);
    table.get("/api/v1/targets/:name/cleanup", api::plan);
    table.post("/api/v1/targets/:name/cleanup", api::cleanUp);
    table.get("/api/v1/targets/:name/nodes", api::nodes);
    table.post("/api/v1/targets/:name/nodes/:node/drain", api::drain);
    table.post("/api/v1/targets/:name/nodes/:node/activate", api::activate);
    TargetPages html = new TargetPages(api, templates);
    table.get("/targets", html::list);
    table.post("/targets/:name/cleanup", html::cleanUp);
    table.post("/targets/:name/nodes/:node/drain", html::drain);
    table.post("/targets/:name/nodes/:node/activate", html::activate);
  }

  private void addDeployments(RouteTable table) {
    DeploymentsApi api = new DeploymentsApi(records.services(), records.deploymentLogs());
    for (String prefix : List.of("/api/v1/deployments/:id", "/deployments/:id")) {
      table.get(prefix, api::get);
      table.get(prefix + "/log", api::log);
      table.post(prefix + "/promote", api::promote);
      table.post(prefix + "/abort", api::abort);
    }
  }

  /** The page for browsers, JSON for everybody else. */
  private static Endpoint either(Endpoint page, Endpoint json) {
    return (Call call) -> (call.wantsPage() ? page : json).answer(call);
  }

  /** Ends every stream that is still open. */
  @Override
  public void close() {
    offload.close();
    logs.close();
    events.close();
  }
}
