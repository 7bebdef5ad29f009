package dev.slipway.registrysync.inventory;

import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.registry.RepositoryContent;
import dev.slipway.core.registry.StoredManifest;
import dev.slipway.registrysync.copy.Together;
import dev.slipway.registrysync.oci.Descriptor;
import dev.slipway.registrysync.oci.Digest;
import dev.slipway.registrysync.oci.RemoteRepository;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reads a repository once: its tags, what they lead to, the parts of that, and what refers to any
 * of it. What cannot be read is a problem of its own, and the rest is read all the same. Used once;
 * the registry's gate bounds how much it asks at a time.
 */
final class RepositoryReading {
  /** More than this many tags are read in part only. */
  static final int MOST_TAGS = 10_000;

  /** An index may name an index, and a signature may be signed. */
  private static final int MOST_LEVELS = 4;

  private final RemoteRepository repository;
  private final Manifests known;
  private final AtomicBoolean listsReferrers;
  private final Map<String, String> tags = new ConcurrentHashMap<>();
  private final Map<String, StoredManifest> manifests = new ConcurrentHashMap<>();
  private final Map<String, String> problems = new ConcurrentHashMap<>();
  private final Set<Digest> seen = ConcurrentHashMap.newKeySet();

  /**
   * Prepares it.
   *
   * @param listsReferrers whether the registry has the referrers API, as far as is known; set to
   *     false when it turns out that it has not
   */
  RepositoryReading(RemoteRepository repository, Manifests known, AtomicBoolean listsReferrers) {
    this.repository = repository;
    this.known = known;
    this.listsReferrers = listsReferrers;
  }

  /**
   * Reads it.
   *
   * @param remembered digests that may be there without a tag
   */
  RepositoryContent read(Collection<Digest> remembered) throws InterruptedException {
    try {
      List<String> all = repository.tags();
      if (all.size() > MOST_TAGS) {
        problems.put("", "it has %d tags, of which %d were read".formatted(all.size(), MOST_TAGS));
      }
      Together.each(all.subList(0, Math.min(all.size(), MOST_TAGS)), this::readTag);
      Together.each(remembered, digest -> noting(digest.text(), () -> readIfThere(digest, 1)));
      readReferrers();
    } catch (RegistryException e) {
      problems.put("", said(e));
    }
    return new RepositoryContent(repository.name().path(), tags, manifests, problems);
  }

  private void readTag(String tag) throws InterruptedException {
    noting(
        tag,
        () -> {
          // One that leads nowhere was removed meanwhile, or is as good as removed.
          Optional<Digest> digest = repository.find(tag);
          if (digest.isPresent()) {
            tags.put(tag, digest.get().text());
            readKnownThere(digest.get(), 1);
          }
        });
  }

  private void readIfThere(Digest digest, int level)
      throws RegistryException, InterruptedException {
    if (!seen.contains(digest) && repository.find(digest.text()).isPresent()) {
      readKnownThere(digest, level);
    }
  }

  private void readKnownThere(Digest digest, int level)
      throws RegistryException, InterruptedException {
    if (!seen.add(digest)) {
      return;
    }
    Optional<StoredManifest> manifest = known.read(repository, digest);
    if (manifest.isEmpty()) {
      return;
    }
    manifests.put(digest.text(), manifest.get());
    if (level < MOST_LEVELS) {
      Together.each(
          manifest.get().parts(),
          part -> noting(part.digest(), () -> readIfThere(new Digest(part.digest()), level + 1)));
    }
  }

  private void readReferrers() throws RegistryException, InterruptedException {
    Set<String> asked = new HashSet<>();
    for (int level = 0; level < MOST_LEVELS && listsReferrers.get(); level++) {
      List<String> subjects =
          manifests.keySet().stream().filter(digest -> !asked.contains(digest)).toList();
      asked.addAll(subjects);
      Together.each(
          subjects, subject -> noting(subject, () -> readReferrersOf(new Digest(subject))));
    }
  }

  private void readReferrersOf(Digest subject) throws RegistryException, InterruptedException {
    if (!listsReferrers.get()) {
      return;
    }
    Optional<List<Descriptor>> listed = repository.referrers(subject);
    if (listed.isEmpty()) {
      listsReferrers.set(false);
    }
    for (Descriptor referrer : listed.orElse(List.of())) {
      readIfThere(referrer.digest(), 1);
    }
  }

  private interface Step {
    void take() throws RegistryException, InterruptedException;
  }

  private void noting(String where, Step step) throws InterruptedException {
    try {
      step.take();
    } catch (RegistryException e) {
      problems.put(where, said(e));
    }
  }

  private static String said(RegistryException e) {
    return e.hint().isEmpty() ? String.valueOf(e.getMessage()) : e.getMessage() + "; " + e.hint();
  }
}
