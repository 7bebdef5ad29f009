package dev.slipway.server;

import dev.slipway.builder.image.RegistryCredentials;
import dev.slipway.builder.image.RegistryLogins;
import dev.slipway.config.settings.Role;
import dev.slipway.config.settings.Settings;
import dev.slipway.core.Secret;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.registry.Registry;
import dev.slipway.core.registry.RegistryCleaning;
import dev.slipway.deployer.target.docker.Engine;
import dev.slipway.deployer.target.docker.ManagedRegistry;
import dev.slipway.registrysync.RegistryClient;
import dev.slipway.registrysync.wire.Credentials;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry that images go to: the configured one, or one that is started on the engine. Slipway
 * itself starts without it, and keeps trying.
 */
final class RegistryRole implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryRole.class);
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);

  private final RegistryPlace place;
  private final @Nullable ManagedRegistry managed;
  private final @Nullable RegistryCleaning cleaning;
  private final boolean needed;
  private final RegistryClient client;
  private final CountDownLatch firstTry = new CountDownLatch(1);
  private final Thread keeper = Thread.ofVirtual().name("registry").unstarted(this::keep);

  private final RegistryLogins logins;

  private RegistryRole(
      RegistryPlace place,
      @Nullable ManagedRegistry managed,
      @Nullable RegistryCleaning cleaning,
      boolean needed,
      RegistryLogins logins) {
    this.place = place;
    this.managed = managed;
    this.cleaning = cleaning;
    this.needed = needed;
    this.logins = logins;
    this.client = client(place, logins, Set.of());
  }

  /** Speaks to a registry as whom the logins make us. */
  static RegistryClient client(RegistryPlace place, RegistryLogins logins, Set<String> plainHttp) {
    Credentials own = credentials(logins, place.host()).orElse(null);
    return new RegistryClient(place.beforePath(), own, plainHttp);
  }

  private static Optional<Credentials> credentials(RegistryLogins logins, String host) {
    return logins.at(host).map(login -> new Credentials(login.username(), secret(login)));
  }

  private static Secret secret(RegistryCredentials login) {
    return new Secret("password of " + login.username(), login.password());
  }

  /** Begins to see to the registry, without waiting for it. */
  static RegistryRole start(Engine engine, DataDirectory directory, Settings settings)
      throws StartException {
    ManagedRegistry managed = null;
    RegistryCleaning cleaning = null;
    String address = settings.registry();
    boolean builds = settings.roles().contains(Role.BUILDER);
    if (address == null) {
      ManagedRegistry own =
          new ManagedRegistry(engine, directory.installation(), directory.registryPort());
      address = own.address();
      // A process that builds nothing pushes nothing: the builders' registry is theirs to start.
      managed = builds ? own : null;
      cleaning = own;
    }
    boolean needed = builds || settings.registry() != null;
    RegistryLogins logins = RegistryAccounts.read(settings.registryCredentialsFile());
    RegistryRole role =
        new RegistryRole(RegistryPlace.parse(address), managed, cleaning, needed, logins);
    role.keeper.start();
    return role;
  }

  /** Whether this process can say anything about it: it builds, or was told of a registry. */
  boolean needed() {
    return needed;
  }

  RegistryPlace place() {
    return place;
  }

  /** How its space is given back; null where it is somebody else's to clean. */
  @Nullable RegistryCleaning cleaning() {
    return cleaning;
  }

  /** Who we are at that registry and at others. */
  RegistryLogins logins() {
    return logins;
  }

  /** Who we are at a registry, for those who speak to it themselves. */
  Optional<Credentials> credentials(String host) {
    return credentials(logins, host);
  }

  /** What an engine pulls from that registry with; null where nobody has to sign in. */
  Engine.@Nullable Credentials forPulling() {
    return logins
        .at(place.host())
        .map(login -> new Engine.Credentials(login.username(), secret(login)))
        .orElse(null);
  }

  Registry client() {
    return client;
  }

  /** Waits until the registry was started, or could not be at the first try. */
  void awaitFirstTry(Duration most) throws InterruptedException {
    if (!firstTry.await(most.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn(
          "The registry is still not there after {} s; builds start without it", most.toSeconds());
    }
  }

  private void keep() {
    try {
      while (!startOnce()) {
        firstTry.countDown();
        Thread.sleep(BETWEEN_TRIES);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    firstTry.countDown();
  }

  private boolean startOnce() throws InterruptedException {
    if (managed == null) {
      return true;
    }
    try {
      managed.start();
      return true;
    } catch (TargetException e) {
      LOG.warn("The registry cannot be started: {}. {}", e.getMessage(), e.hint());
      return false;
    }
  }

  @Override
  public void close() throws InterruptedException {
    keeper.interrupt();
    keeper.join();
    client.close();
  }
}
