package dev.slipway.core.secret;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.Secret;
import dev.slipway.core.source.Repositories;
import dev.slipway.core.source.RepositoryId;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Secrets in memory, for tests. */
public final class InMemorySecrets implements Secrets {
  private static final Comparator<StoredSecret> ORDER =
      Comparator.comparing(StoredSecret::name).thenComparing(secret -> secret.scope().id());

  private final Repositories repositories;
  private final Clock clock;
  private final Map<Place, Kept> all = new HashMap<>();
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
    return told;
  }

  @Override
  public synchronized boolean remove(SecretScope scope, String name) {
    return isOwned(scope) && all.remove(new Place(scope, name)) != null;
  }

  @Override
  public synchronized Map<String, Secret> reveal(
      RepositoryId repository, @Nullable String environment, Set<String> names) {
    Map<String, Secret> revealed = new HashMap<>();
    for (String name : names) {
      kept(new SecretScope.Team(), name).ifPresent(it -> revealed.put(name, it.secret()));
      kept(new SecretScope.OfRepository(repository), name)
          .ifPresent(it -> revealed.put(name, it.secret()));
      if (environment != null) {
        kept(new SecretScope.OfEnvironment(repository, environment), name)
            .ifPresent(it -> revealed.put(name, it.secret()));
      }
    }
    return revealed;
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
