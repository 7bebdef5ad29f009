package dev.slipway.registrysync.copy;

import dev.slipway.registrysync.oci.Digest;
import dev.slipway.registrysync.oci.RepositoryName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where blobs were seen at the destinations of one job, so that images which share layers ask for
 * each once. Safe for concurrent use.
 */
final class PlacedBlobs {
  private final Map<Place, Set<String>> repositories = new ConcurrentHashMap<>();
  private final Map<Place, Set<String>> absent = new ConcurrentHashMap<>();
  private final Map<Place, ReentrantLock> turns = new ConcurrentHashMap<>();

  private record Place(String registry, Digest blob) {}

  boolean isAt(RepositoryName repository, Digest blob) {
    return repositories
        .getOrDefault(new Place(repository.registry(), blob), Set.of())
        .contains(repository.path());
  }

  /** Another repository of the same registry that has it. */
  Optional<String> elsewhere(RepositoryName repository, Digest blob) {
    return repositories.getOrDefault(new Place(repository.registry(), blob), Set.of()).stream()
        .findAny();
  }

  void add(RepositoryName repository, Digest blob) {
    repositories
        .computeIfAbsent(new Place(repository.registry(), blob), _ -> ConcurrentHashMap.newKeySet())
        .add(repository.path());
  }

  /** Remembers that it was looked for in vain. */
  void addAbsent(RepositoryName repository, Digest blob) {
    absent
        .computeIfAbsent(new Place(repository.registry(), blob), _ -> ConcurrentHashMap.newKeySet())
        .add(repository.path());
  }

  /** Whether it was looked for in vain, of which this is the only time that it is told. */
  boolean wasAbsent(RepositoryName repository, Digest blob) {
    return absent
        .getOrDefault(new Place(repository.registry(), blob), ConcurrentHashMap.newKeySet())
        .remove(repository.path());
  }

  /** No longer believes that it is there. */
  void forget(RepositoryName repository, Digest blob) {
    repositories
        .getOrDefault(new Place(repository.registry(), blob), ConcurrentHashMap.newKeySet())
        .remove(repository.path());
  }

  /** Who holds it sees to this blob at this registry; the others find it there afterwards. */
  ReentrantLock turn(RepositoryName repository, Digest blob) {
    return turns.computeIfAbsent(new Place(repository.registry(), blob), _ -> new ReentrantLock());
  }
}
