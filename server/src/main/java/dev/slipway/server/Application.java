package dev.slipway.server;

import dev.slipway.builder.checkout.GitLimits;
import dev.slipway.builder.checkout.GitSources;
import dev.slipway.config.settings.Role;
import dev.slipway.config.settings.Settings;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.StoreUnavailableException;
import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.net.AddressPolicy;
import dev.slipway.deployer.target.docker.DockerTarget;
import dev.slipway.deployer.target.docker.Engine;
import dev.slipway.deployer.target.docker.Installation;
import dev.slipway.deployer.target.docker.ManagedRegistry;
import dev.slipway.store.EmbeddedRedis;
import dev.slipway.store.Redis;
import dev.slipway.store.TinkSecretBox;
import dev.slipway.webhook.RememberedRepositories;
import dev.slipway.webhook.WebhookEndpoint;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Slipway process: starts the parts that its roles need in order, and closes them in reverse.
 * Used by one thread.
 */
public final class Application implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Application.class);

  private final Settings settings;
  private final Clock clock = Clock.systemUTC();
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
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
    Engine engine = own(Engine.fromEnvironment());
    Target target = new DockerTarget(engine, directory.installation(), null);
    RegistryRole registry = own(RegistryRole.start(engine, directory, settings));
    Redis redis = own(connect(directory));
    Store store = Store.on(redis, TinkSecretBox.open(settings.secretKeyFile()), clock);
    newAdminToken = FirstAdministrator.provide(store.tokens(), settings.adminToken()).orElse(null);
    Vertx vertx = Vertx.vertx();
    own(() -> HttpFront.await(vertx.close()));
    AddressPolicy policy = AddressPolicy.allowing(settings.allowPrivateAddresses());
    GitSources sources = new GitSources(directory.path("mirrors"), policy, GitLimits.DEFAULT);
    Parts parts = new Parts(redis, store, registry, sources, target);
    startWorkers(directory, vertx, parts);
    startHttp(vertx, parts, directory);
  }

  private Redis connect(DataDirectory directory) throws StartException {
    try {
      URI outside = settings.redisUrl();
      Redis redis =
          Redis.connect(
              outside == null
                  ? own(EmbeddedRedis.start(directory.path("redis"))).url()
                  : outside.toString());
      redis.risks().forEach(LOG::warn);
      return redis;
    } catch (StoreUnavailableException | InvalidValueException | UncheckedIOException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  private void startWorkers(DataDirectory directory, Vertx vertx, Parts parts)
      throws StartException, InterruptedException {
    if (settings.roles().contains(Role.EDGE)) {
      edgeUrl = own(EdgeRole.start(vertx, parts.store(), directory, settings)).url();
    }
    if (settings.roles().contains(Role.DEPLOYER)) {
      own(DeployerRole.start(parts.store(), parts.target(), directory));
    }
    if (settings.roles().contains(Role.BUILDER)) {
      own(
          BuilderRole.start(
              parts.store(),
              directory,
              parts.sources(),
              parts.registry(),
              settings.builders(),
              clock));
    }
  }

  private WebhookEndpoint openWebhooks(
      RememberedRepositories remembered, Deliveries deliveries, DataDirectory directory)
      throws StartException {
    try {
      return WebhookEndpoint.open(remembered, deliveries, directory.path("spool"), clock);
    } catch (IOException e) {
      throw new StartException(
          "Cannot use %s for webhooks while Redis is away (%s)"
              .formatted(directory.path("spool"), e.getMessage()),
          e);
    }
  }

  private void startHttp(Vertx vertx, Parts parts, DataDirectory directory)
      throws StartException, InterruptedException {
    HttpFront front = HttpFront.listen(vertx, settings);
    Store store = parts.store();
    if (settings.roles().contains(Role.WEBHOOK)) {
      RememberedRepositories remembered =
          own(RememberedRepositories.of(store.repositories(), store.events()));
      own(openWebhooks(remembered, store.deliveries(), directory)).mount(front.router());
    }
    if (settings.roles().contains(Role.DASHBOARD)) {
      URI edge = edgeUrl().orElse(URI.create("http://localhost:" + settings.edgePort()));
      own(
          DashboardRole.mount(
              front,
              store,
              DashboardRole.operations(new Heads(parts.sources()), store, parts.target(), clock),
              DashboardRole.checks(parts.redis(), parts.registry()),
              edge,
              clock));
    }
    own(front);
    front.serve();
    url = front.publicUrl();
  }

  /** What several roles share. */
  private record Parts(
      Redis redis, Store store, RegistryRole registry, GitSources sources, Target target) {}

  private <T extends AutoCloseable> T own(T part) {
    started.push(part);
    return part;
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
    while (!started.isEmpty()) {
      AutoCloseable part = started.pop();
      try {
        part.close();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        LOG.warn("{} did not close cleanly", part.getClass().getSimpleName(), e);
      }
    }
  }
}
