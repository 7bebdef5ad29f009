package dev.slipway.dashboard;

import static dev.slipway.core.access.Role.ADMINISTRATOR;
import static dev.slipway.core.access.Role.DEVELOPER;
import static dev.slipway.core.access.Role.MAINTAINER;
import static dev.slipway.core.access.Role.VIEWER;

import dev.slipway.core.access.AccessRecords;
import dev.slipway.core.event.Events;
import dev.slipway.dashboard.access.AuditTrail;
import dev.slipway.dashboard.access.Gate;
import dev.slipway.dashboard.access.KnownCallers;
import dev.slipway.dashboard.access.OwnOrigin;
import dev.slipway.dashboard.access.Passwords;
import dev.slipway.dashboard.access.RateLimits;
import dev.slipway.dashboard.access.RoleCheck;
import dev.slipway.dashboard.access.Rule;
import dev.slipway.dashboard.access.SessionCookie;
import dev.slipway.dashboard.access.SignIn;
import dev.slipway.dashboard.access.Subjects;
import dev.slipway.dashboard.api.AccountsApi;
import dev.slipway.dashboard.api.AuditApi;
import dev.slipway.dashboard.api.BuildsApi;
import dev.slipway.dashboard.api.ContainersApi;
import dev.slipway.dashboard.api.DeliveriesApi;
import dev.slipway.dashboard.api.DeploymentsApi;
import dev.slipway.dashboard.api.ExecApi;
import dev.slipway.dashboard.api.FindApi;
import dev.slipway.dashboard.api.ImagesApi;
import dev.slipway.dashboard.api.LogApi;
import dev.slipway.dashboard.api.MeApi;
import dev.slipway.dashboard.api.PipelineApi;
import dev.slipway.dashboard.api.QueueApi;
import dev.slipway.dashboard.api.RegistriesApi;
import dev.slipway.dashboard.api.ReleasesApi;
import dev.slipway.dashboard.api.RepositoriesApi;
import dev.slipway.dashboard.api.RetentionApi;
import dev.slipway.dashboard.api.SecretsApi;
import dev.slipway.dashboard.api.ServiceActions;
import dev.slipway.dashboard.api.ServicesApi;
import dev.slipway.dashboard.api.SyncApi;
import dev.slipway.dashboard.api.TargetsApi;
import dev.slipway.dashboard.api.TokensApi;
import dev.slipway.dashboard.api.UsersApi;
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
import dev.slipway.dashboard.ops.Readiness;
import dev.slipway.dashboard.page.AccountPages;
import dev.slipway.dashboard.page.Assets;
import dev.slipway.dashboard.page.AuditPages;
import dev.slipway.dashboard.page.BuildPages;
import dev.slipway.dashboard.page.DeliveryPages;
import dev.slipway.dashboard.page.FirstPushPages;
import dev.slipway.dashboard.page.GeneralPages;
import dev.slipway.dashboard.page.HomePages;
import dev.slipway.dashboard.page.ImagePages;
import dev.slipway.dashboard.page.PipelinePages;
import dev.slipway.dashboard.page.RegistryPages;
import dev.slipway.dashboard.page.RepositoryOverviews;
import dev.slipway.dashboard.page.RepositoryPages;
import dev.slipway.dashboard.page.RepositorySettings;
import dev.slipway.dashboard.page.ServicePages;
import dev.slipway.dashboard.page.SettingsPages;
import dev.slipway.dashboard.page.SetupPages;
import dev.slipway.dashboard.page.SyncPages;
import dev.slipway.dashboard.page.TargetPages;
import dev.slipway.dashboard.page.Templates;
import dev.slipway.dashboard.page.UserPages;
import io.vertx.ext.web.Router;
import java.util.List;

/**
 * REST API, pages, live logs and sign-in, ready to be mounted on a router that may also carry the
 * webhooks. Close it after the HTTP server. Safe for concurrent use.
 */
public final class Dashboard implements AutoCloseable {
  private final Records records;
  private final Operations operations;
  private final AccessRecords access;
  private final Passwords passwords = new Passwords();
  private final Site site;
  private final Offload offload = new Offload();
  private final EventFeed events;
  private final LogHub logs;
  private final Metrics metrics;
  private final Templates templates;
  private final GeneralPages pages;

  public Dashboard(
      Records records, Operations operations, Events events, AccessRecords access, Site site) {
    this.records = records;
    this.operations = operations;
    this.access = access;
    this.site = site;
    this.events = new EventFeed(events);
    this.logs = new LogHub(records.builds(), records.logs(), this.events);
    this.metrics = new Metrics(records.builds(), logs, this.events);
    Assets assets = Assets.load();
    this.templates = new Templates(assets, site.clock());
    this.pages = new GeneralPages(templates, assets);
  }

  /** Adds all routes, and the answer for paths that nobody knows. */
  public void mount(Router router) {
    routes(router);
  }

  List<Rule> routes(Router router) {
    SessionCookie cookie = new SessionCookie(site.secure());
    OwnOrigin origin = new OwnOrigin(site.publicUrl());
    Subjects subjects = new Subjects(records, access);
    AuditTrail trail = new AuditTrail(access.audit(), subjects, site.clock(), Failures::status);
    Gate gate =
        new Gate(
            new KnownCallers(access, site.clock()),
            cookie,
            origin,
            new RateLimits(site.callsPerMinute(), site.clock()),
            new RoleCheck(subjects, trail),
            offload);
    Failures failures = new Failures(metrics, pages::problem);
    RouteTable table = new RouteTable(router, gate, trail, offload, failures);
    addSignIn(table, new SignIn(access, passwords, cookie, origin, pages::signIn, site.clock()));
    Readiness readiness = new Readiness(site.readiness());
    addOverview(table, readiness);
    addOperations(table, readiness);
    addRepositories(table);
    addAccounts(table);
    addDeliveries(table);
    addBuilds(table);
    addServices(table);
    addTargets(table);
    addRegistries(table);
    addSync(table);
    addImages(table);
    addRetention(table);
    addAccess(table);
    table.stream(VIEWER, "/api/v1/events", events::follow);
    table.close();
    return table.rules();
  }

  private void addSignIn(RouteTable table, SignIn signIn) {
    table.getPublic("/sign-in", signIn::show);
    table.postPublic("/sign-in", signIn::start);
    table.post(VIEWER, "/sign-out", signIn::stop);
    table.getPublic("/assets/:hash/:name", pages::asset);
  }

  private void addAccess(RouteTable table) {
    UsersApi users = new UsersApi(access, passwords, site.clock());
    TokensApi tokens = new TokensApi(access.tokens(), records.repositories(), site.clock());
    MeApi me = new MeApi(users, access.sessions());
    table.get(VIEWER, "/api/v1/me", me::get);
    table.put(VIEWER, "/api/v1/me/password", me::password);
    table.get(VIEWER, "/api/v1/me/sessions", me::sessions);
    table.delete(VIEWER, "/api/v1/me/sessions/:id", me::endSession);
    table.get(VIEWER, "/api/v1/tokens", tokens::list);
    table.post(VIEWER, "/api/v1/tokens", tokens::add);
    table.delete(VIEWER, "/api/v1/tokens/:id", tokens::remove);
    table.get(ADMINISTRATOR, "/api/v1/tokens/all", tokens::listAll);
    table.delete(ADMINISTRATOR, "/api/v1/tokens/all/:id", tokens::removeAny);
    table.get(ADMINISTRATOR, "/api/v1/users", users::list);
    table.post(ADMINISTRATOR, "/api/v1/users", users::add);
    table.get(ADMINISTRATOR, "/api/v1/users/:name", users::get);
    table.put(ADMINISTRATOR, "/api/v1/users/:name", users::change);
    table.delete(ADMINISTRATOR, "/api/v1/users/:name", users::remove);
    table.put(ADMINISTRATOR, "/api/v1/users/:name/password", users::password);
    AuditApi audit = new AuditApi(access.audit());
    table.get(ADMINISTRATOR, "/api/v1/audit", audit::list);
    table.get(ADMINISTRATOR, "/api/v1/audit/verify", audit::verify);
    table.stream(ADMINISTRATOR, "/api/v1/audit/export", audit::export);
    addSettings(
        table,
        new SettingsPages(me, tokens, templates),
        new UserPages(users, tokens, templates),
        new AuditPages(audit, templates));
  }

  private static void addSettings(
      RouteTable table, SettingsPages own, UserPages people, AuditPages audit) {
    table.get(VIEWER, "/settings", own::show);
    table.post(VIEWER, "/settings/password", own::setPassword);
    table.post(VIEWER, "/settings/sessions/:id/end", own::endSession);
    table.post(VIEWER, "/settings/tokens", own::addToken);
    table.post(VIEWER, "/settings/tokens/:id/revoke", own::revokeToken);
    table.get(ADMINISTRATOR, "/settings/users", people::list);
    table.post(ADMINISTRATOR, "/settings/users", people::add);
    table.post(ADMINISTRATOR, "/settings/users/:name", people::change);
    table.post(ADMINISTRATOR, "/settings/users/:name/password", people::setPassword);
    table.post(ADMINISTRATOR, "/settings/users/:name/remove", people::remove);
    table.post(ADMINISTRATOR, "/settings/tokens/all/:id/revoke", people::revokeToken);
    table.get(ADMINISTRATOR, "/settings/audit", audit::list);
  }

  private void addOverview(RouteTable table, Readiness readiness) {
    QueueApi queue = new QueueApi(records, site.clock());
    var html = new HomePages(records, queue, readiness, site.clock(), templates);
    table.get(VIEWER, "/", html::overview);
    table.get(VIEWER, "/queue", either(html::queue, queue::get));
    table.get(VIEWER, "/api/v1/queue", queue::get);
    table.get(VIEWER, "/api/v1/find", new FindApi(records)::find);
  }

  private void addOperations(RouteTable table, Readiness readiness) {
    Health health = new Health(readiness);
    table.getPublic("/healthz", health::alive);
    table.getPublic("/readyz", health::ready);
    table.get(VIEWER, "/metrics", metrics::show);
    table.getPublic("/openapi.yaml", new OpenApi()::show);
    table.getPublic("/schema/pipeline.json", new PipelineSchema(site.pipelineSchema())::show);
    table.getPublic("/badge/*", new Badges(records.repositories(), records.builds())::show);
  }

  private void addRepositories(RouteTable table) {
    PipelineApi pipelines = new PipelineApi(records.repositories(), operations.pipelines());
    RepositoriesApi api = new RepositoriesApi(records, operations.onboarding(), pipelines, site);
    table.ask(VIEWER, "/api/v1/pipeline/validate", pipelines::validate);
    table.get(VIEWER, "/api/v1/repositories", api::list);
    table.post(MAINTAINER, "/api/v1/repositories", api::add);
    table.get(VIEWER, "/api/v1/repositories/:id", api::get);
    table.put(MAINTAINER, "/api/v1/repositories/:id", api::replace);
    table.delete(MAINTAINER, "/api/v1/repositories/:id", api::remove);
    table.post(MAINTAINER, "/api/v1/repositories/:id/hook/check", api::checkHook);
    RepositoryPages list = new RepositoryPages(api, templates);
    table.get(VIEWER, "/repositories", list::list);
    table.post(MAINTAINER, "/repositories", list::add);
    table.post(MAINTAINER, "/repositories/:id/remove", list::remove);
    SecretsApi secrets = new SecretsApi(records);
    table.get(VIEWER, "/api/v1/secrets/:scope", secrets::list);
    table.get(VIEWER, "/api/v1/secrets/:scope/:name", secrets::get);
    table.put(MAINTAINER, "/api/v1/secrets/:scope/:name", secrets::put);
    table.delete(MAINTAINER, "/api/v1/secrets/:scope/:name", secrets::remove);
    RepositorySettings settings = new RepositorySettings(api, secrets, records, templates);
    table.get(VIEWER, "/repositories/:id/settings", settings::show);
    table.post(MAINTAINER, "/repositories/:id", settings::change);
    table.post(MAINTAINER, "/repositories/:id/hook/check", settings::checkHook);
    table.post(MAINTAINER, "/repositories/:id/secrets", settings::setSecret);
    table.post(MAINTAINER, "/repositories/:id/secrets/remove", settings::removeSecret);
    addRepositoryPages(table, api, pipelines);
  }

  private void addRepositoryPages(RouteTable table, RepositoriesApi api, PipelineApi pipelines) {
    RepositoryOverviews overview = new RepositoryOverviews(api, records, templates);
    table.get(VIEWER, "/repositories/:id", overview::show);
    PipelinePages pipeline =
        new PipelinePages(api, pipelines, records.builds(), operations.inspection(), templates);
    table.get(VIEWER, "/repositories/:id/pipeline", pipeline::show);
    table.post(MAINTAINER, "/repositories/:id/pipeline", pipeline::save);
    SetupPages setup = new SetupPages(api, pipelines, operations.inspection(), templates);
    table.get(MAINTAINER, "/repositories/:id/setup", setup::show);
    table.post(MAINTAINER, "/repositories/:id/setup", setup::save);
    BuildsApi builds = new BuildsApi(records, operations.heads(), site.clock());
    FirstPushPages first = new FirstPushPages(api, builds, records, site, templates);
    table.get(VIEWER, "/repositories/:id/first", first::show);
    table.post(DEVELOPER, "/repositories/:id/first", first::build);
  }

  private void addAccounts(RouteTable table) {
    AccountsApi api = new AccountsApi(records, operations.onboarding(), site);
    table.get(VIEWER, "/api/v1/accounts", api::list);
    table.post(MAINTAINER, "/api/v1/accounts", api::add);
    table.delete(MAINTAINER, "/api/v1/accounts/:id", api::remove);
    table.get(MAINTAINER, "/api/v1/accounts/:id/repositories", api::repositories);
    table.post(MAINTAINER, "/api/v1/accounts/:id/repositories", api::enable);
    AccountPages html = new AccountPages(api, templates);
    table.get(MAINTAINER, "/connect", html::connect);
    table.post(MAINTAINER, "/connect", html::add);
    table.get(MAINTAINER, "/accounts/:id", html::choose);
    table.post(MAINTAINER, "/accounts/:id", html::enable);
    table.post(MAINTAINER, "/accounts/:id/remove", html::remove);
  }

  private void addDeliveries(RouteTable table) {
    DeliveriesApi api = new DeliveriesApi(records, operations);
    table.get(VIEWER, "/api/v1/deliveries", api::list);
    table.get(VIEWER, "/api/v1/deliveries/:id", api::get);
    table.stream(VIEWER, "/api/v1/deliveries/:id/body", api::body);
    table.post(DEVELOPER, "/api/v1/deliveries/:id/replay", api::replay);
    table.ask(VIEWER, "/api/v1/deliveries/:id/simulate", api::simulate);
    DeliveryPages html = new DeliveryPages(records, api, templates);
    table.get(VIEWER, "/deliveries", html::list);
    table.get(VIEWER, "/deliveries/:id", html::one);
    table.post(DEVELOPER, "/deliveries/:id/replay", api::replay);
    table.ask(VIEWER, "/deliveries/:id/simulate", html::simulate);
  }

  private void addBuilds(RouteTable table) {
    BuildsApi api = new BuildsApi(records, operations.heads(), site.clock());
    BuildPages html = new BuildPages(records, api, site.clock(), templates);
    LogApi log = new LogApi(records.builds(), records.logs(), logs);
    table.post(DEVELOPER, "/api/v1/repositories/:id/builds", api::start);
    table.get(VIEWER, "/api/v1/builds", api::list);
    table.get(VIEWER, "/builds", either(html::list, api::list));
    table.get(VIEWER, "/api/v1/builds/:id", api::get);
    table.get(VIEWER, "/builds/:id", either(html::one, api::get));
    for (String prefix : List.of("/api/v1", "")) {
      table.post(DEVELOPER, prefix + "/builds/:id/cancel", api::cancel);
      table.post(DEVELOPER, prefix + "/builds/:id/retry", api::retry);
      table.post(DEVELOPER, prefix + "/builds/:id/approve", api::approve);
      table.get(VIEWER, prefix + "/builds/:id/log", log::window);
      table.get(VIEWER, prefix + "/builds/:id/log/outline", log::outline);
      table.get(VIEWER, prefix + "/builds/:id/log/search", log::search);
      table.stream(VIEWER, prefix + "/builds/:id/log.txt", log::plain);
      table.stream(VIEWER, prefix + "/builds/:id/log.ansi", log::ansi);
      table.stream(VIEWER, prefix + "/builds/:id/log/events", log::events);
    }
  }

  private void addServices(RouteTable table) {
    ContainerFeeds feeds = new ContainerFeeds(operations.targets());
    ServicesApi api = new ServicesApi(records, operations.targets(), feeds, site);
    ServicePages html = new ServicePages(records, site, templates);
    table.get(VIEWER, "/api/v1/services", api::list);
    table.get(VIEWER, "/services", either(html::list, api::list));
    table.get(VIEWER, "/api/v1/services/:id", api::get);
    table.get(VIEWER, "/services/:id", either(html::one, api::get));
    ReleasesApi releases = new ReleasesApi(records);
    ServiceActions actions = new ServiceActions(records, operations, site.clock());
    ExecApi exec = new ExecApi(records.services(), operations.targets());
    ContainersApi containers = new ContainersApi(records, feeds);
    for (String prefix : List.of("/api/v1/services/:id", "/services/:id")) {
      table.get(VIEWER, prefix + "/releases", releases::list);
      table.get(VIEWER, prefix + "/releases/:number", releases::one);
      table.get(VIEWER, prefix + "/releases/:number/diff/:other", releases::diff);
      table.post(DEVELOPER, prefix + "/rollback", actions::rollBack);
      table.post(DEVELOPER, prefix + "/deploy", actions::deploy);
      table.post(DEVELOPER, prefix + "/scale", actions::scale);
      table.post(DEVELOPER, prefix + "/restart", actions::restart);
      table.post(MAINTAINER, prefix + "/env", actions::configure);
      table.post(DEVELOPER, prefix + "/pause", actions::pause);
      table.post(DEVELOPER, prefix + "/resume", actions::resume);
      table.get(VIEWER, prefix + "/events", containers::events);
      table.stream(VIEWER, prefix + "/logs", containers::logs);
      table.stream(VIEWER, prefix + "/stats", containers::stats);
      table.socket(MAINTAINER, prefix + "/exec", exec::exec);
    }
    addDeployments(table);
  }

  private void addTargets(RouteTable table) {
    TargetsApi api = new TargetsApi(operations.targets(), operations.cleanUps());
    table.get(VIEWER, "/api/v1/targets", api::list);
    table.get(VIEWER, "/api/v1/targets/:name/cleanup", api::plan);
    table.post(ADMINISTRATOR, "/api/v1/targets/:name/cleanup", api::cleanUp);
    table.get(VIEWER, "/api/v1/targets/:name/nodes", api::nodes);
    table.post(ADMINISTRATOR, "/api/v1/targets/:name/nodes/:node/drain", api::drain);
    table.post(ADMINISTRATOR, "/api/v1/targets/:name/nodes/:node/activate", api::activate);
    TargetPages html = new TargetPages(api, templates);
    table.get(VIEWER, "/targets", html::list);
    table.post(ADMINISTRATOR, "/targets/:name/cleanup", html::cleanUp);
    table.post(ADMINISTRATOR, "/targets/:name/nodes/:node/drain", html::drain);
    table.post(ADMINISTRATOR, "/targets/:name/nodes/:node/activate", html::activate);
  }

  private void addRegistries(RouteTable table) {
    RegistriesApi api = new RegistriesApi(records, operations, site);
    table.get(MAINTAINER, "/api/v1/registries", api::list);
    table.get(MAINTAINER, "/api/v1/registries/:host", api::get);
    table.put(ADMINISTRATOR, "/api/v1/registries/:host", api::put);
    table.delete(ADMINISTRATOR, "/api/v1/registries/:host", api::remove);
    table.ask(ADMINISTRATOR, "/api/v1/registries/:host/test", api::test);
    RegistryPages html = new RegistryPages(api, templates);
    table.get(MAINTAINER, "/settings/registries", html::list);
    table.post(ADMINISTRATOR, "/settings/registries", html::save);
    table.ask(ADMINISTRATOR, "/settings/registries/test", html::test);
    table.post(ADMINISTRATOR, "/settings/registries/:host/remove", html::remove);
  }

  private void addSync(RouteTable table) {
    SyncApi api = new SyncApi(records, operations);
    table.get(VIEWER, "/api/v1/sync/rules", api::rules);
    table.post(MAINTAINER, "/api/v1/sync/rules", api::add);
    table.get(VIEWER, "/api/v1/sync/rules/:id", api::rule);
    table.put(MAINTAINER, "/api/v1/sync/rules/:id", api::change);
    table.delete(MAINTAINER, "/api/v1/sync/rules/:id", api::remove);
    table.get(VIEWER, "/api/v1/sync/rules/:id/plan", api::plan);
    table.post(DEVELOPER, "/api/v1/sync/rules/:id/run", api::start);
    table.get(VIEWER, "/api/v1/sync/runs", api::runs);
    table.get(VIEWER, "/api/v1/sync/runs/:id", api::run);
    table.post(DEVELOPER, "/api/v1/sync/runs/:id/cancel", api::cancel);
    SyncPages html = new SyncPages(api, templates);
    table.get(VIEWER, "/sync", html::list);
    table.post(MAINTAINER, "/sync", html::add);
    table.get(VIEWER, "/sync/:id", html::one);
    table.post(MAINTAINER, "/sync/:id", html::change);
    table.post(MAINTAINER, "/sync/:id/remove", html::remove);
    table.get(VIEWER, "/sync/:id/plan", html::plan);
    table.post(DEVELOPER, "/sync/:id/run", html::start);
    table.post(DEVELOPER, "/sync/runs/:id/cancel", html::cancel);
  }

  private void addImages(RouteTable table) {
    ImagesApi api = new ImagesApi(records, operations.targets(), operations.images());
    table.get(VIEWER, "/api/v1/images", api::repositories);
    table.get(VIEWER, "/api/v1/images/:repository", api::tags);
    table.get(VIEWER, "/api/v1/images/:repository/:reference", api::image);
    table.delete(MAINTAINER, "/api/v1/images/:repository/:reference", api::remove);
    ImagePages html = new ImagePages(api, templates);
    table.get(VIEWER, "/images", html::repositories);
    table.get(VIEWER, "/images/:repository", html::repository);
    table.get(VIEWER, "/images/:repository/:reference", html::image);
    table.post(MAINTAINER, "/images/:repository/:reference/remove", html::remove);
  }

  private void addRetention(RouteTable table) {
    RetentionApi api = new RetentionApi(records, operations);
    table.get(VIEWER, "/api/v1/retention/rules", api::rules);
    table.get(VIEWER, "/api/v1/retention/rules/:repository", api::rule);
    table.put(MAINTAINER, "/api/v1/retention/rules/:repository", api::put);
    table.delete(MAINTAINER, "/api/v1/retention/rules/:repository", api::remove);
    table.get(VIEWER, "/api/v1/retention/plan", api::plan);
    table.post(MAINTAINER, "/api/v1/retention/runs", api::start);
    table.get(VIEWER, "/api/v1/retention/runs", api::runs);
    table.get(VIEWER, "/api/v1/retention/runs/:id", api::run);
  }

  private void addDeployments(RouteTable table) {
    DeploymentsApi api =
        new DeploymentsApi(records.services(), records.deploymentLogs(), records.routes());
    for (String prefix : List.of("/api/v1/deployments/:id", "/deployments/:id")) {
      table.get(VIEWER, prefix, api::get);
      table.get(VIEWER, prefix + "/log", api::log);
      table.post(DEVELOPER, prefix + "/promote", api::promote);
      table.post(DEVELOPER, prefix + "/abort", api::abort);
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
