package dev.slipway.server;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.deploy.Targets;
import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.registry.ImageInventory;
import dev.slipway.core.registry.PushGate;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.registry.UsesNow;
import dev.slipway.registrysync.oci.RemoteRepository;
import dev.slipway.registrysync.oci.RepositoryName;
import dev.slipway.registrysync.retention.Prune;
import dev.slipway.registrysync.retention.RetentionWorker;
import dev.slipway.registrysync.retention.Sight;
import dev.slipway.registrysync.sync.OwnRegistry;
import dev.slipway.registrysync.sync.PushWatch;
import dev.slipway.registrysync.sync.Sync;
import dev.slipway.registrysync.sync.SyncWorker;
import dev.slipway.registrysync.wire.EnvironmentProxies;
import dev.slipway.registrysync.wire.Registries;
import dev.slipway.registrysync.wire.WireSettings;
import java.net.ProxySelector;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This process as one that keeps registries in step. */
final class SyncRole implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SyncRole.class);
  private static final Duration FOR_THE_REGISTRY = Duration.ofSeconds(20);

  private final SyncWorker worker;
  private final RetentionWorker retention;
  private final PushWatch pushes;
  private final Thread starting;

  private SyncRole(
      SyncWorker worker, RetentionWorker retention, PushWatch pushes, Thread starting) {
    this.worker = worker;
    this.retention = retention;
    this.pushes = pushes;
    this.starting = starting;
  }

  /**
   * All registries that rules may name, which whoever follows or plans rules shares. Slipway's own
   * may be anywhere; the others where the addresses are public, or were allowed.
   */
  static Registries registries(RegistryRole own, AddressPolicy policy) throws StartException {
    try {
      return new Registries(wire(own.place(), policy), own.access(), own.access());
    } catch (RegistryException e) {
      throw new StartException(e.getMessage() + "; " + e.hint(), e);
    }
  }

  /** What tries to sign in to registries, as these copies do. */
  static RegistryTrials trials(RegistryRole own, AddressPolicy policy) {
    return new RegistryTrials(() -> wire(own.place(), policy), own.access(), own.access());
  }

  /** How registries are reached, wherever single ones do not differ. */
  static WireSettings wire(RegistryPlace own, AddressPolicy policy) {
    return new WireSettings(
        Set.of(), Set.of(), policy, Set.of(own.host()), List.of(), proxies(System.getenv()));
  }

  private static @Nullable ProxySelector proxies(Map<String, String> environment) {
    try {
      return EnvironmentProxies.read(environment);
    } catch (InvalidValueException e) {
      LOG.warn("Copies between registries go without a proxy: {}", e.getMessage());
      return null;
    }
  }

  /** What keeps Slipway's own registry small. */
  static Prune prune(
      Store store,
      RegistryRole own,
      Registries registries,
      ImageInventory images,
      Targets targets,
      Clock clock) {
    Sight sight =
        new Sight(images, new UsesNow(store.services(), targets)::read, store.builds(), clock);
    String host = own.place().host();
    return new Prune(
        store.retentionRules(),
        sight,
        path -> RemoteRepository.of(new RepositoryName(host, path), registries),
        new PushGate(store.pushLeases()),
        own.cleaning());
  }

  /** Carries runs out as soon as Slipway's own registry was given its chance to start. */
  static SyncRole start(
      Store store, Sync sync, Prune prune, RegistryRole own, DataDirectory directory, Clock clock)
      throws StartException {
    OwnRegistry cleaned = new OwnRegistry(own.place().host(), new PushGate(store.pushLeases()));
    SyncWorker worker =
        new SyncWorker(
            store.syncRules(), store.syncRuns(), sync, cleaned, directory.worker(), clock);
    RetentionWorker retention =
        new RetentionWorker(
            store.retentionRules(),
            store.retentionRuns(),
            prune,
            store.access().audit(),
            directory.worker(),
            clock);
    PushWatch pushes =
        new PushWatch(
            store.pushedBuilds(), store.builds(), store.syncRules(), store.syncRuns(), clock);
    Thread starting =
        Thread.ofVirtual()
            .name("sync-start")
            .start(() -> {
              try {
                own.awaitFirstTry(FOR_THE_REGISTRY);
                worker.start();
                retention.start();
                pushes.start();
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
    return new SyncRole(worker, retention, pushes, starting);
  }

  @Override
  public void close() throws InterruptedException {
    starting.interrupt();
    starting.join();
    pushes.close();
    retention.close();
    worker.close();
  }
}
