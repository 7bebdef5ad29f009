package dev.slipway.core.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the whole registry holds, as far as it is Slipway's.
 *
 * @param registry {@code HOST[:PORT]}
 * @param asOf when reading it began
 * @param repositories by name
 * @param problem why some are missing, in words; empty where none is
 */
public record RegistryContent(
    String registry, Instant asOf, List<RepositoryContent> repositories, String problem) {
  public RegistryContent {
    repositories = List.copyOf(repositories);
  }

  public Optional<RepositoryContent> repository(String name) {
    return repositories.stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /** What all of it takes, each blob once, in bytes. */
  public long bytes() {
    Map<String, Long> blobs = new HashMap<>();
    repositories.forEach(one -> blobs.putAll(one.blobsOf(one.manifests().keySet())));
    return blobs.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * What images take of the registry's disk, where each blob is kept once.
   *
   * @param own of blobs that no other image of the registry names: what becomes free without them
   * @param shared of the others
   */
  public record Size(long own, long shared) {
    public long all() {
      return own + shared;
    }
  }

  /** Adds up sizes; made once for many questions. */
  public Sizes sizes() {
    Map<String, Set<Place>> naming = new HashMap<>();
    for (RepositoryContent repository : repositories) {
      for (StoredManifest manifest : repository.manifests().values()) {
        Place place = new Place(repository.name(), manifest.digest());
        manifest
            .blobs()
            .forEach(
                blob -> naming.computeIfAbsent(blob.digest(), _ -> new HashSet<>()).add(place));
      }
    }
    return new Sizes(naming);
  }

  /** Where a manifest is. */
  private record Place(String repository, String digest) {}

  /** Knows which manifests name each blob. */
  public static final class Sizes {
    private final Map<String, Set<Place>> naming;

    private Sizes(Map<String, Set<Place>> naming) {
      this.naming = naming;
    }

    /** Of one image with all its parts. */
    public Size of(RepositoryContent repository, String digest) {
      return of(repository, repository.withParts(digest));
    }

    /** Of a whole repository. */
    public Size of(RepositoryContent repository) {
      return of(repository, repository.manifests().keySet());
    }

    private Size of(RepositoryContent repository, Collection<String> digests) {
      List<Place> own = new ArrayList<>();
      digests.forEach(digest -> own.add(new Place(repository.name(), digest)));
      Set<Place> within = Set.copyOf(own);
      long alone = 0;
      long shared = 0;
      for (Map.Entry<String, Long> blob : repository.blobsOf(digests).entrySet()) {
        if (within.containsAll(naming.getOrDefault(blob.getKey(), Set.of()))) {
          alone += blob.getValue();
        } else {
          shared += blob.getValue();
        }
      }
      return new Size(alone, shared);
    }
  }
}
