package dev.slipway.core.source;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Repositories in memory, for tests. */
public final class InMemoryRepositories implements Repositories {
  private final Map<RepositoryId, Repository> all = new HashMap<>();

  @Override
  public synchronized Optional<Repository> find(RepositoryId id) {
    return Optional.ofNullable(all.get(id));
  }

  @Override
  public synchronized Optional<Repository> find(Forge forge, RepositoryName name) {
    return all.values().stream()
        .filter(repository -> repository.forge() == forge && repository.name().equals(name))
        .findFirst();
  }

  @Override
  public synchronized List<Repository> all() {
    return all.values().stream()
        .sorted(Comparator.comparing((Repository repository) -> repository.name().value()))
        .toList();
  }

  @Override
  public synchronized boolean add(Repository repository) {
    if (find(repository.forge(), repository.name()).isPresent()) {
      return false;
    }
    all.put(repository.id(), repository);
    return true;
  }

  @Override
  public synchronized boolean replace(Repository repository) {
    boolean same =
        find(repository.forge(), repository.name())
            .filter(known -> known.id().equals(repository.id()))
            .isPresent();
    if (same) {
      all.put(repository.id(), repository);
    }
    return same;
  }

  @Override
  public synchronized boolean remove(RepositoryId id) {
    return all.remove(id) != null;
  }
}
