package dev.slipway.core.secret;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.Secret;
import dev.slipway.core.source.Repositories;
import dev.slipway.core.source.RepositoryId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Secrets in memory, for tests. */
public final class InMemorySecrets implements Secrets {
  private static final Comparator<StoredSecret> ORDER =
      Comparator.comparing(StoredSecret::name).thenComparing(secret -> secret.scope().id());

  private final Repositories repositories;
  private final Clock clock;
  private final Map<Place, Kept> all = new HashMap<>();
  private final Map<Place, SortedMap<Long, Secret>> earlier = new HashMap<>();
  private final Map<Place, Long> versions = new HashMap<>();

  /** What belongs to a repository is there as long as it is in {@code repositories}. */
  public InMemorySecrets(Repositories repositories, Clock clock) {
    this.repositories = repositories;
    this.clock = clock;
  }

  @Override
  public synchronized List<StoredSecret> list(SecretScope scope) {
    return having(secret -> secret.scope().equals(scope));
  }

  @Override
  public synchronized List<StoredSecret> all(RepositoryId repository) {
    return having(secret -> repository.equals(owner(secret.scope())));
  }

  private List<StoredSecret> having(Predicate<StoredSecret> wanted) {
    return all.values().stream()
        .map(Kept::told)
        .filter(wanted)
        .filter(secret -> isOwned(secret.scope()))
        .sorted(ORDER)
        .toList();
  }

  @Override
  public synchronized Optional<StoredSecret> find(SecretScope scope, String name) {
    return kept(scope, name).map(Kept::told);
  }

  @Override
  public synchronized StoredSecret put(SecretScope scope, Secret secret, String by) {
    Secrets.checkName(secret.name());
    Secrets.checkValue(secret.reveal());
    if (!isOwned(scope)) {
      throw new InvalidValueException("there is no repository \"" + owner(scope) + "\"");
    }
    Place place = new Place(scope, secret.name());
    long version = versions.merge(place, 1L, Long::sum);
    StoredSecret told = new StoredSecret(scope, secret.name(), version, clock.instant(), by);
    all.put(place, new Kept(told, secret));
    earlier.computeIfAbsent(place, _ -> new TreeMap<>()).put(version, secret);
    return told;
  }

  @Override
  public synchronized boolean remove(SecretScope scope, String name) {
    Place place = new Place(scope, name);
    earlier.remove(place);
    return isOwned(scope) && all.remove(place) != null;
  }

  @Override
  public synchronized Map<String, Secret> reveal(
      RepositoryId repository, @Nullable String environment, Set<String> names) {
    Map<String, Secret> revealed = new HashMap<>();
    given(repository, environment, names)
        .forEach(kept -> revealed.put(kept.told().name(), kept.secret()));
    return revealed;
  }

  @Override
  public synchronized Map<String, SecretVersion> versions(
      RepositoryId repository, @Nullable String environment, Set<String> names) {
    Map<String, SecretVersion> versions = new HashMap<>();
    for (Kept kept : given(repository, environment, names)) {
      StoredSecret told = kept.told();
      versions.put(told.name(), new SecretVersion(told.scope(), told.name(), told.version()));
    }
    return versions;
  }

  @Override
  public synchronized Optional<Secret> reveal(SecretVersion version) {
    SortedMap<Long, Secret> kept = earlier.get(new Place(version.scope(), version.name()));
    return isOwned(version.scope()) && kept != null
        ? Optional.ofNullable(kept.get(version.version()))
            .filter(_ -> version.version() > kept.lastKey() - KEPT_VERSIONS)
        : Optional.empty();
  }

  /** The widest scope first. */
  private List<Kept> given(
      RepositoryId repository, @Nullable String environment, Set<String> names) {
    List<SecretScope> scopes = new ArrayList<>();
    scopes.add(new SecretScope.Team());
    scopes.add(new SecretScope.OfRepository(repository));
    if (environment != null) {
      scopes.add(new SecretScope.OfEnvironment(repository, environment));
    }
    return scopes.stream()
        .flatMap(scope -> names.stream().flatMap(name -> kept(scope, name).stream()))
        .toList();
  }

  private Optional<Kept> kept(SecretScope scope, String name) {
    return Optional.ofNullable(all.get(new Place(scope, name))).filter(_ -> isOwned(scope));
  }

  private boolean isOwned(SecretScope scope) {
    RepositoryId owner = owner(scope);
    return owner == null || repositories.find(owner).isPresent();
  }

  private static @Nullable RepositoryId owner(SecretScope scope) {
    return switch (scope) {
      case SecretScope.Team() -> null;
      case SecretScope.OfRepository(RepositoryId repository) -> repository;
      case SecretScope.OfEnvironment(RepositoryId repository, String _) -> repository;
    };
  }

  private record Place(SecretScope scope, String name) {}

  private record Kept(StoredSecret told, Secret secret) {}
}
