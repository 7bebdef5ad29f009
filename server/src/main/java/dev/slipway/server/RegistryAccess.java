package dev.slipway.server;

import dev.slipway.builder.image.RegistryCredentials;
import dev.slipway.builder.image.RegistryLogins;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.StoreUnavailableException;
import dev.slipway.core.registry.Authorities;
import dev.slipway.core.registry.ConfiguredLogins;
import dev.slipway.core.registry.KnownRegistries;
import dev.slipway.core.registry.KnownRegistry;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.registry.RegistryHost;
import dev.slipway.core.registry.RegistryLogin;
import dev.slipway.deployer.target.docker.Engine;
import dev.slipway.deployer.target.docker.PullLogins;
import dev.slipway.registrysync.wire.Credentials;
import dev.slipway.registrysync.wire.DockerConfig;
import dev.slipway.registrysync.wire.Logins;
import dev.slipway.registrysync.wire.Terms;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who we are at which registry, and how each is spoken to: what administrators said in Slipway,
 * then the file of the settings. Everybody who signs in asks here each time; what was found is
 * remembered for a second, and not beyond a change that this process makes. Safe for concurrent
 * use.
 */
final class RegistryAccess implements Logins, Terms, ConfiguredLogins {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryAccess.class);
  private static final Duration REMEMBERED = Duration.ofSeconds(1);

  private final KnownRegistries known;
  private final @Nullable DockerConfig file;
  private final Clock clock;
  private final Map<RegistryHost, Found> inFile = new ConcurrentHashMap<>();
  private volatile @Nullable Snapshot snapshot;

  /** Asks nobody yet; {@code file} is null where the settings name none. */
  RegistryAccess(KnownRegistries known, @Nullable DockerConfig file, Clock clock) {
    this.known = known;
    this.file = file;
    this.clock = clock;
  }

  /** What is known, and until when that need not be looked up again. */
  private record Snapshot(Map<RegistryHost, Entry> byHost, Instant until) {}

  private record Entry(KnownRegistry registry, Special special) {}

  private record Found(Optional<Credentials> login, Instant until) {}

  /** The records, for those who change them: what they change holds at once here. */
  KnownRegistries records() {
    return new KnownRegistries() {
      @Override
      public Optional<KnownRegistry> find(RegistryHost host) {
        return known.find(host);
      }

      @Override
      public List<KnownRegistry> all() {
        return known.all();
      }

      @Override
      public void put(KnownRegistry registry) {
        known.put(registry);
        snapshot = null;
      }

      @Override
      public boolean remove(RegistryHost host) {
        boolean removed = known.remove(host);
        snapshot = null;
        return removed;
      }
    };
  }

  @Override
  public Optional<Credentials> at(String host) throws RegistryException {
    Optional<RegistryHost> name = named(host);
    return name.isEmpty() ? Optional.empty() : at(name.get());
  }

  private Optional<Credentials> at(RegistryHost host) throws RegistryException {
    Entry entry = byHost().get(host);
    RegistryLogin login = entry == null ? null : entry.registry().login();
    return login == null ? inFile(host) : Optional.of(credentials(login));
  }

  static Credentials credentials(RegistryLogin login) {
    return new Credentials(login.username(), login.password());
  }

  private Optional<Credentials> inFile(RegistryHost host) throws RegistryException {
    if (file == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Found before = inFile.get(host);
    if (before != null && now.isBefore(before.until())) {
      return before.login();
    }
    Optional<Credentials> login = file.at(host.value());
    inFile.put(host, new Found(login, now.plus(REMEMBERED)));
    return login;
  }

  @Override
  public Special of(String host) {
    Entry entry = named(host).map(byHost()::get).orElse(null);
    return entry == null
        ? new Special(false, List.of(), file == null ? 0 : file.revision())
        : entry.special();
  }

  private Map<RegistryHost, Entry> byHost() {
    Snapshot last = snapshot;
    Instant now = clock.instant();
    if (last != null && now.isBefore(last.until())) {
      return last.byHost();
    }
    try {
      Map<RegistryHost, Entry> read =
          known.all().stream()
              .collect(Collectors.toMap(KnownRegistry::host, RegistryAccess::entry));
      snapshot = new Snapshot(read, now.plus(REMEMBERED));
      return read;
    } catch (StoreUnavailableException e) {
      if (last == null) {
        throw e;
      }
      return last.byHost();
    }
  }

  private static Entry entry(KnownRegistry registry) {
    return new Entry(
        registry,
        new Special(
            registry.plainHttp(),
            Authorities.read(registry.authority()),
            registry.changedAt().toEpochMilli()));
  }

  /** Whatever else images are named after is no registry that we sign in to. */
  private static Optional<RegistryHost> named(String host) {
    try {
      return Optional.of(new RegistryHost(host));
    } catch (InvalidValueException _) {
      return Optional.empty();
    }
  }

  @Override
  public List<ConfiguredLogin> all() throws RegistryException {
    return file == null ? List.of() : file.all();
  }

  /** The same for builders. */
  RegistryLogins forBuilds() {
    return new RegistryLogins() {
      @Override
      public Optional<RegistryCredentials> at(String host) {
        return passwordAt(host)
            .map(login -> new RegistryCredentials(login.user(), login.password().reveal()));
      }

      @Override
      public Set<String> hosts() {
        return RegistryAccess.this.hosts();
      }
    };
  }

  /** The same for engines that pull. */
  PullLogins forPulling() {
    return host ->
        passwordAt(host).map(login -> new Engine.Credentials(login.user(), login.password()));
  }

  /** Engines then say what they make of it that nobody signs in. */
  private Optional<Credentials> passwordAt(String host) {
    try {
      return at(host).filter(login -> !login.isIdentityToken());
    } catch (RegistryException e) {
      LOG.warn("Nobody signs in to {}: {}; {}", host, e.getMessage(), e.hint());
      return Optional.empty();
    }
  }

  private Set<String> hosts() {
    Set<String> hosts = new TreeSet<>();
    byHost().keySet().forEach(host -> hosts.add(host.value()));
    try {
      all().forEach(login -> hosts.add(login.host().value()));
    } catch (RegistryException e) {
      LOG.warn("{}; {}", e.getMessage(), e.hint());
    }
    return hosts;
  }
}
