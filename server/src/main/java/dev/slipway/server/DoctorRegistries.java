package dev.slipway.server;

import dev.slipway.config.settings.Settings;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.StoreUnavailableException;
import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.registry.ConfiguredLogins.ConfiguredLogin;
import dev.slipway.core.registry.KnownRegistries;
import dev.slipway.core.registry.KnownRegistry;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.registry.RegistryHost;
import dev.slipway.registrysync.RegistryClient;
import dev.slipway.server.doctor.Finding;
import dev.slipway.server.doctor.RegistryCheck;
import dev.slipway.server.doctor.SignInCheck;
import dev.slipway.store.EmbeddedRedis;
import dev.slipway.store.Redis;
import dev.slipway.store.RedisKnownRegistries;
import dev.slipway.store.TinkSecretBox;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the doctor sees of registries: those that Slipway keeps a login of, wherever its Redis can
 * be read, and those of the file that the settings name.
 */
final class DoctorRegistries {
  private final Settings settings;
  private final KnownRegistries kept;
  private final RegistryAccess access;
  private final List<Finding> troubles = new ArrayList<>();

  /**
   * Reads what is kept.
   *
   * @param running whether a Slipway runs with these settings, and so its own Redis
   * @throws StartException when the file of the settings cannot be used
   */
  DoctorRegistries(Settings settings, boolean running) throws StartException {
    this.settings = settings;
    this.kept = new Kept(read(running));
    this.access =
        new RegistryAccess(
            kept,
            RegistryAccounts.open(settings.registryCredentialsFile(), System.getenv()),
            Clock.systemUTC());
  }

  private List<KnownRegistry> read(boolean running) {
    Optional<URI> url =
        settings.redisUrl() != null
            ? Optional.of(settings.redisUrl())
            : running
                ? EmbeddedRedis.runningIn(settings.dataDir().resolve("redis"))
                : Optional.empty();
    if (url.isEmpty() || !Files.exists(settings.secretKeyFile())) {
      return List.of();
    }
    try (Redis redis = Redis.connect(url.get().toString())) {
      return new RedisKnownRegistries(redis, TinkSecretBox.open(settings.secretKeyFile())).all();
    } catch (StoreUnavailableException _) {
      return List.of(); // told as what is wrong with Redis
    } catch (InvalidValueException e) {
      troubles.add(
          Finding.wrong(
              "registries",
              String.valueOf(e.getMessage()),
              "look with the settings of the process that keeps them"));
      return List.of();
    }
  }

  /** The registry that images go to, where the settings name one. */
  Finding configured(RegistryPlace place) {
    try (RegistryClient client =
        new RegistryClient(place.beforePath(), access, access, Set.of(place.host()))) {
      return RegistryCheck.running(client, place.host());
    }
  }

  /** A finding for each registry that is signed in to, or of which anything else is known. */
  List<Finding> all(String own) {
    List<Finding> findings = new ArrayList<>(troubles);
    RegistryTrials trials =
        new RegistryTrials(
            () ->
                SyncRole.wire(
                    RegistryPlace.parse(own),
                    AddressPolicy.allowing(settings.allowPrivateAddresses())),
            access,
            access);
    try {
      for (RegistryHost host : hosts()) {
        findings.add(SignInCheck.of(host, trials.test(host)));
      }
    } catch (RegistryException e) {
      findings.add(Finding.wrong("registries", String.valueOf(e.getMessage()), e.hint()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return findings;
  }

  private Set<RegistryHost> hosts() throws RegistryException {
    Set<RegistryHost> hosts = new TreeSet<>();
    kept.all().stream().map(KnownRegistry::host).forEach(hosts::add);
    access.all().stream().map(ConfiguredLogin::host).forEach(hosts::add);
    return hosts;
  }

  /** What was read once; the doctor changes nothing. */
  private record Kept(List<KnownRegistry> all) implements KnownRegistries {
    @Override
    public Optional<KnownRegistry> find(RegistryHost host) {
      return all.stream().filter(each -> each.host().equals(host)).findFirst();
    }

    @Override
    public void put(KnownRegistry registry) {
      throw new UnsupportedOperationException("asked to change " + registry.host());
    }

    @Override
    public boolean remove(RegistryHost host) {
      throw new UnsupportedOperationException("asked to forget " + host);
    }
  }
}
