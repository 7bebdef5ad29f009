package dev.slipway.server;

import dev.slipway.builder.checkout.CloneCredentials;
import dev.slipway.builder.checkout.GitAccess;
import dev.slipway.builder.checkout.GitLimits;
import dev.slipway.builder.checkout.GitSources;
import dev.slipway.config.pipeline.PipelineFile;
import dev.slipway.config.settings.Role;
import dev.slipway.config.settings.Settings;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.SecretBox;
import dev.slipway.core.StoreUnavailableException;
import dev.slipway.core.deploy.Routes;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.deploy.Targets;
import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.registry.ImageInventory;
import dev.slipway.core.registry.ImageOrigins;
import dev.slipway.core.registry.UsesNow;
import dev.slipway.deployer.target.ConfiguredTargets;
import dev.slipway.deployer.target.docker.Engine;
import dev.slipway.deployer.target.docker.Installation;
import dev.slipway.deployer.target.docker.ManagedRegistry;
import dev.slipway.registrysync.copy.Copier;
import dev.slipway.registrysync.inventory.RegistryInventory;
import dev.slipway.registrysync.mirror.Mirror;
import dev.slipway.registrysync.retention.Prune;
import dev.slipway.registrysync.sync.Sync;
import dev.slipway.registrysync.wire.Registries;
import dev.slipway.store.EmbeddedRedis;
import dev.slipway.store.Redis;
import dev.slipway.store.RedisDeliveries;
import dev.slipway.store.RedisRepositories;
import dev.slipway.store.TinkSecretBox;
import dev.slipway.webhook.Reconciler;
import dev.slipway.webhook.report.Pages;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Slipway process: starts the parts that its roles need in order, and closes them in reverse.
 * Used by one thread.
 */
public final class Application implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Application.class);

  /** Forges give up on a webhook after five to ten seconds; by then it must be on disk. */
  private static final Duration WEBHOOK_PATIENCE = Duration.ofMillis(1500);

  private final Settings settings;
  private final Clock clock = Clock.systemUTC();
  private final StartedParts started = new StartedParts();
  private @Nullable URI url;
  private @Nullable URI edgeUrl;
  private @Nullable String newAdminToken;

  private Application(Settings settings) {
    this.settings = settings;
  }

  /**
   * Starts everything; when it returns, webhooks are taken.
   *
   * @throws StartException when a part cannot start, after the others were closed again
   */
  public static Application start(Settings settings) throws StartException, InterruptedException {
    Application application = new Application(settings);
    try {
      application.startParts();
      return application;
    } catch (StartException | InterruptedException | RuntimeException e) {
      application.close();
      throw e;
    }
  }

  private void startParts() throws StartException, InterruptedException {
    DataDirectory directory = own(DataDirectory.open(settings.dataDir()));
    URI outside = settings.redisUrl();
    if (outside != null && settings.roles().equals(Set.of(Role.EDGE))) {
      startEdgeAlone(directory, outside);
    } else {
      startParts(directory);
    }
  }

  /** Needs nothing but its data directory: traffic goes on while the rest is away. */
  private void startEdgeAlone(DataDirectory directory, URI redisUrl)
      throws StartException, InterruptedException {
    Vertx vertx = vertx();
    Routes routes = own(new RoutesOnceConnected(redisUrl, clock));
    edgeUrl = own(EdgeRole.start(vertx, routes, directory, settings)).url();
    HttpFront front = own(HttpFront.listen(vertx, settings));
    url = front.publicUrl();
    front.router().get("/healthz").handler(request -> request.response().end("ok\n"));
    front.serve();
  }

  private Vertx vertx() {
    Vertx vertx = Vertx.vertx();
    own(() -> HttpFront.await(vertx.close()));
    return vertx;
  }

  private void startParts(DataDirectory directory) throws StartException, InterruptedException {
    Engine engine = own(Engine.fromEnvironment());
    URI redisUrl = redisUrl(directory);
    Redis redis = own(connect(redisUrl, Redis.TIMEOUT));
    redis.risks().forEach(LOG::warn);
    SecretBox secrets = TinkSecretBox.open(settings.secretKeyFile());
    Store store = Store.on(redis, secrets, clock, BuilderLabels.of(settings, engine));
    RegistryRole registry = own(RegistryRole.start(engine, directory, settings, access(store)));
    ConfiguredTargets targets = own(Places.open(engine, directory, registry, settings));
    newAdminToken =
        FirstAdministrator.provide(store.access(), settings.adminToken(), clock).orElse(null);
    Vertx vertx = vertx();
    AddressPolicy policy = addresses();
    GitSources sources = sources(directory, policy);
    PipelineFile pipelines = Places.pipelines(targets, settings);
    Registries registries = own(SyncRole.registries(registry, policy));
    Copier copier = new Copier(registries);
    Sync sync = new Sync(copier, store.mirroredImages());
    Mirror mirror = new Mirror(store.syncRules(), store.mirroredImages(), copier, sync, clock);
    ImageInventory images = inventory(registries, registry, store, targets);
    Prune prune = SyncRole.prune(store, registry, registries, images, targets, clock);
    Parts parts =
        new Parts(redis, store, registry, sources, targets, pipelines, sync, mirror, images, prune);
    startWorkers(directory, vertx, parts, policy);
    HttpFront front = own(HttpFront.listen(vertx, settings));
    url = front.publicUrl();
    Forges forges = own(Forges.of(store, policy, front.publicUrl(), clock));
    if (settings.roles().contains(Role.WEBHOOK)) {
      Redis quick = own(connect(redisUrl, WEBHOOK_PATIENCE));
      WebhookRole.Impatient impatient =
          new WebhookRole.Impatient(
              new RedisRepositories(quick, secrets),
              new RedisDeliveries(quick, clock),
              directory.path("spool"));
      startWebhooks(front, parts, forges, impatient);
    }
    startHttp(front, parts, forges);
  }

  private ImageInventory inventory(
      Registries registries, RegistryRole registry, Store store, Targets targets) {
    return new RegistryInventory(
        registries,
        registry.place().beforePath(),
        new UsesNow(store.services(), targets)::read,
        () -> ImageOrigins.of(store.builds()).images(),
        clock);
  }

  private AddressPolicy addresses() {
    return AddressPolicy.allowing(settings.allowPrivateAddresses());
  }

  private RegistryAccess access(Store store) throws StartException {
    return new RegistryAccess(
        store.registries(),
        RegistryAccounts.open(settings.registryCredentialsFile(), System.getenv()),
        clock);
  }

  private GitSources sources(DataDirectory directory, AddressPolicy policy) {
    Path mirrors = directory.path("mirrors");
    GitAccess access =
        new GitAccess(
            CloneCredentials.OWN,
            Set.copyOf(settings.submoduleHosts()),
            directory.path("known_hosts"));
    return new GitSources(mirrors, policy, GitLimits.DEFAULT, access);
  }

  /** The outside Redis, or one of our own, which is started. */
  private URI redisUrl(DataDirectory directory) throws StartException {
    URI outside = settings.redisUrl();
    try {
      return outside == null
          ? URI.create(own(EmbeddedRedis.start(directory.path("redis"))).url())
          : outside;
    } catch (StoreUnavailableException | UncheckedIOException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Redis connect(URI url, Duration timeout) throws StartException {
    try {
      return Redis.connect(url.toString(), timeout);
    } catch (StoreUnavailableException | InvalidValueException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  private void startWorkers(DataDirectory directory, Vertx vertx, Parts parts, AddressPolicy policy)
      throws StartException, InterruptedException {
    if (settings.roles().contains(Role.EDGE)) {
      edgeUrl = own(EdgeRole.start(vertx, parts.store().routes(), directory, settings)).url();
    }
    if (settings.roles().contains(Role.DEPLOYER)) {
      own(DeployerRole.keepEvents(parts.store(), parts.targets()));
      own(DeployerRole.care(parts.store(), parts.targets(), clock));
      own(DeployerRole.start(parts.store(), parts.targets(), directory, clock));
    }
    if (settings.roles().contains(Role.BUILDER)) {
      own(
          BuilderRole.start(
              parts.store(),
              directory,
              new BuilderRole.Means(
                  parts.sources(),
                  parts.registry(),
                  parts.pipelines(),
                  policy,
                  parts.mirror(),
                  settings.builders(),
                  settings.drain()),
              clock));
    }
    if (settings.roles().contains(Role.SYNC)) {
      own(
          SyncRole.start(
              parts.store(), parts.sync(), parts.prune(), parts.registry(), directory, clock));
    }
  }

  private void startWebhooks(
      HttpFront front, Parts parts, Forges forges, WebhookRole.Impatient impatient)
      throws StartException {
    WebhookRole.Outside outside =
        new WebhookRole.Outside(
            forges,
            parts.sources(),
            new Pages(front.publicUrl(), edgeAsSeenOutside()),
            Reconciler.Pace.every(settings.reconcile()));
    own(WebhookRole.start(front.router(), parts.store(), impatient, outside, clock));
  }

  private void startHttp(HttpFront front, Parts parts, Forges forges) {
    Store store = parts.store();
    if (settings.roles().contains(Role.DASHBOARD)) {
      own(
          DashboardRole.mount(
              front,
              store,
              parts.registry().access(),
              DashboardRole.operations(
                  store,
                  new DashboardRole.Means(
                      parts.sources(),
                      parts.targets(),
                      parts.pipelines(),
                      forges.onboarding(),
                      parts.registry().access(),
                      SyncRole.trials(parts.registry(), addresses()),
                      parts.sync(),
                      parts.images(),
                      parts.prune()),
                  clock),
              DashboardRole.site(
                  front.publicUrl(),
                  edgeAsSeenOutside(),
                  DashboardRole.checks(parts.redis(), parts.registry()),
                  clock)));
    }
    started.closeFirst(front);
    front.serve();
  }

  private URI edgeAsSeenOutside() {
    return edgeUrl().orElse(URI.create("http://localhost:" + settings.edgePort()));
  }

  /** What several roles share. */
  private record Parts(
      Redis redis,
      Store store,
      RegistryRole registry,
      GitSources sources,
      Targets targets,
      PipelineFile pipelines,
      Sync sync,
      Mirror mirror,
      ImageInventory images,
      Prune prune) {}

  private <T extends AutoCloseable> T own(T part) {
    return started.own(part);
  }

  /** Where webhooks, API and dashboard are, as the outside calls them. */
  public URI url() {
    if (url == null) {
      throw new IllegalStateException(
          "asked for the address of an application that is not started");
    }
    return url;
  }

  /** Where deployed services answer; empty where this process is no edge. */
  public Optional<URI> edgeUrl() {
    return Optional.ofNullable(edgeUrl);
  }

  /** The administrator's token, if this start made one: the only time that anybody learns it. */
  public Optional<String> newAdminToken() {
    return Optional.ofNullable(newAdminToken);
  }

  /**
   * Removes from the engine what an installation has there: services, registry and images. Only
   * where no Slipway runs with these settings.
   *
   * @throws TargetException when the engine does not answer
   */
  public static void removeFromEngine(Settings settings)
      throws TargetException, StartException, IOException {
    try (DataDirectory directory = DataDirectory.open(settings.dataDir());
        Engine engine = Engine.fromEnvironment()) {
      String installation = directory.installation();
      Installation.remove(
          engine,
          installation,
          new ManagedRegistry(engine, installation, directory.registryPort()));
    }
  }

  @Override
  public void close() {
    started.close();
  }
}
