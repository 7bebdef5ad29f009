package dev.slipway.server;

import dev.slipway.config.settings.Role;
import dev.slipway.config.settings.Settings;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.registry.Registry;
import dev.slipway.core.registry.RegistryCleaning;
import dev.slipway.deployer.target.docker.Engine;
import dev.slipway.deployer.target.docker.ManagedRegistry;
import dev.slipway.registrysync.RegistryClient;
import java.time.Duration;
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
  private final RegistryAccess access;
  private final CountDownLatch firstTry = new CountDownLatch(1);
  private final Thread keeper = Thread.ofVirtual().name("registry").unstarted(this::keep);

  private RegistryRole(
      RegistryPlace place,
      @Nullable ManagedRegistry managed,
      @Nullable RegistryCleaning cleaning,
      boolean needed,
      RegistryAccess access) {
    this.place = place;
    this.managed = managed;
    this.cleaning = cleaning;
    this.needed = needed;
    this.access = access;
    this.client = new RegistryClient(place.beforePath(), access, access, Set.of());
  }

  /** Begins to see to the registry, without waiting for it. */
  static RegistryRole start(
      Engine engine, DataDirectory directory, Settings settings, RegistryAccess access)
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
    RegistryRole role =
        new RegistryRole(RegistryPlace.parse(address), managed, cleaning, needed, access);
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
  RegistryAccess access() {
    return access;
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
