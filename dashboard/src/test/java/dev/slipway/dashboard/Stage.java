package dev.slipway.dashboard;

import dev.slipway.config.pipeline.PipelineFile;
import dev.slipway.core.access.AccessRecords;
import dev.slipway.core.access.ApiToken;
import dev.slipway.core.access.InMemoryAccess;
import dev.slipway.core.access.Role;
import dev.slipway.core.access.Session;
import dev.slipway.core.access.SessionId;
import dev.slipway.core.access.TokenId;
import dev.slipway.core.access.User;
import dev.slipway.core.account.InMemoryAccounts;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildQueue;
import dev.slipway.core.build.Builds;
import dev.slipway.core.build.InMemoryBuildStore;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.InMemoryContainerEvents;
import dev.slipway.core.deploy.InMemoryDeploymentLogs;
import dev.slipway.core.deploy.InMemoryRoutes;
import dev.slipway.core.deploy.InMemoryServices;
import dev.slipway.core.log.LogLine;
import dev.slipway.core.log.Logs;
import dev.slipway.core.registry.UsesNow;
import dev.slipway.core.report.InMemoryReports;
import dev.slipway.core.retention.InMemoryRetentionRules;
import dev.slipway.core.retention.InMemoryRetentionRuns;
import dev.slipway.core.secret.InMemorySecrets;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.InMemoryRepositories;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.sync.InMemorySyncRules;
import dev.slipway.core.sync.InMemorySyncRuns;
import dev.slipway.dashboard.access.Rule;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The dashboard on a free port, over ports in memory that a test fills. */
final class Stage implements AutoCloseable {
  static final String TOKEN = "stage-token-of-ada";
  static final String PIPELINE_SCHEMA = "{\"title\": \"Pipeline\"}";

  final StageClock clock = new StageClock();
  final InMemoryServices services = new InMemoryServices(clock);
  final InMemoryBuildStore store =
      new InMemoryBuildStore(clock, release -> services.handOver(release).id());
  final InMemoryRepositories repositories = new InMemoryRepositories();
  final InMemorySecrets secrets = new InMemorySecrets(repositories, clock);
  final InMemoryAccounts accounts = new InMemoryAccounts();
  final StageForge forge = new StageForge(accounts, repositories, clock);
  final StageReceiver receiver = new StageReceiver(store.deliveries(), clock);
  final AccessRecords access = InMemoryAccess.at(clock);
  final BlockingQueue<RollbackRequests.Order> rollbacks = new LinkedBlockingQueue<>();
  final BlockingQueue<ServiceRequests.Order> changes = new LinkedBlockingQueue<>();
  final InMemoryDeploymentLogs deploymentLogs = new InMemoryDeploymentLogs();
  final InMemoryContainerEvents containerEvents = new InMemoryContainerEvents();
  final InMemoryRoutes routing = new InMemoryRoutes(clock, services);
  final StagePlace place = new StagePlace(clock);
  final StageInspection inspection = new StageInspection();
  final InMemorySyncRules syncRules = new InMemorySyncRules();
  final InMemorySyncRuns syncRuns = new InMemorySyncRuns(clock);
  final StageRegistries registries = new StageRegistries();
  final StageSync sync = new StageSync();
  final InMemoryRetentionRules retentionRules = new InMemoryRetentionRules();
  final InMemoryRetentionRuns retentionRuns = new InMemoryRetentionRuns(clock);
  final StageRetention retention = new StageRetention();
  final StageTargets targets = new StageTargets(place);
  final StageImages images = new StageImages(clock, () -> new UsesNow(services, targets).read());
  final List<Rule> routes;
  volatile ServiceRequests.Result changeResult =
      new ServiceRequests.Result.Accepted(new DeploymentId("dep_1"));
  volatile RollbackRequests.Result rollbackResult =
      new RollbackRequests.Result.Refused("there is nothing to go back to", "");
  final InMemoryReports reports =
      new InMemoryReports(clock, repositories, store.builds(), services);
  volatile String trouble = "";

  private final Vertx vertx = Vertx.vertx();
  private final Dashboard dashboard;
  private final Router router;
  private HttpServer server;

  Stage() throws Exception {
    this(0);
  }

  Stage(int port) throws Exception {
    this(port, 100_000);
  }

  Stage(int port, int callsPerMinute) throws Exception {
    access.users().add(User.fresh("ada", Role.ADMINISTRATOR, clock.instant()));
    addToken(TOKEN, "ada", Role.ADMINISTRATOR);
    dashboard =
        new Dashboard(
            new Records(
                repositories,
                accounts,
                store.deliveries(),
                store.builds(),
                store.queue(),
                store.logs(),
                services,
                deploymentLogs,
                containerEvents,
                routing,
                reports,
                secrets,
                registries.known,
                syncRules,
                syncRuns,
                retentionRules,
                retentionRuns),
            new Operations(
                (_, ref) ->
                    ref.shortName().equals("gone")
                        ? Optional.empty()
                        : Optional.of(new CommitSha("ab".repeat(20))),
                order -> {
                  rollbacks.add(order);
                  return rollbackResult;
                },
                order -> {
                  changes.add(order);
                  return changeResult;
                },
                targets,
                targets,
                receiver,
                receiver,
                forge,
                inspection,
                new PipelineFile(Set.of("docker")),
                registries,
                registries,
                sync,
                sync,
                images,
                retention),
            store.events(),
            access,
            new Site(
                URI.create("http://slipway.example.com:8080"),
                URI.create("http://localhost:8000"),
                List.of(new ReadinessCheck("redis", () -> trouble)),
                PIPELINE_SCHEMA,
                callsPerMinute,
                clock));
    router = Router.router(vertx);
    routes = dashboard.routes(router);
    server = listen(port);
  }

  private HttpServer listen(int port) throws Exception {
    return vertx
        .createHttpServer()
        .requestHandler(router)
        .listen(port, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  /** Ends all connections, and refuses others until the work is done. */
  void interrupt(Runnable work) throws Exception {
    int port = server.actualPort();
    server.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    work.run();
    server = listen(port);
  }

  /** Makes a token valid that has no end; its id is told by its text. */
  void addToken(String text, String owner, Role role, RepositoryId... only) {
    access
        .tokens()
        .add(
            text,
            new ApiToken(
                new TokenId("tok_" + text),
                owner,
                "for " + owner,
                role,
                Set.of(only),
                clock.instant(),
                null,
                null));
  }

  /** Signs a browser of the user in whose cookie holds this. */
  Session signIn(String secret, String user) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Session session =
        new Session(
            new SessionId("ses_" + user),
            user,
            now,
            now.truncatedTo(ChronoUnit.MINUTES),
            now.plus(Session.LONGEST),
            "127.0.0.1",
            "Test");
    access.sessions().start(secret, session);
    return session;
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.actualPort() + path);
  }

  Builds builds() {
    return store.builds();
  }

  BuildQueue queue() {
    return store.queue();
  }

  Logs logs() {
    return store.logs();
  }

  /** Adds lines of a step behind those that there are. */
  void write(Build running, String step, List<String> texts) {
    BuildId id = running.id();
    long next = logs().total(id) + 1;
    List<LogLine> lines = new ArrayList<>();
    for (String text : texts) {
      lines.add(new LogLine(next, next * 7, step, text));
      next++;
    }
    if (!logs().append(id, running.state().attempt(), lines)) {
      throw new IllegalStateException("the attempt is over");
    }
  }

  @Override
  public void close() {
    dashboard.close();
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
