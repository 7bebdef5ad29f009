package dev.slipway.registrysync.copy;

import dev.slipway.core.registry.RegistryException;
import dev.slipway.registrysync.oci.Descriptor;
import dev.slipway.registrysync.oci.Digest;
import dev.slipway.registrysync.oci.ManifestDocument;
import dev.slipway.registrysync.oci.ReferrerList;
import dev.slipway.registrysync.oci.RemoteRepository;
import dev.slipway.registrysync.oci.RepositoryName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Copies what refers to images: signatures, SBOMs, attestations. A registry lists them by its API,
 * or a tag made of the image's digest does, and cosign's tags are made of it too. Safe for
 * concurrent use.
 */
final class ReferrerCopy {
  /** A signature of an SBOM of an image, and not much more. */
  private static final int MOST_LEVELS = 4;

  /** What cosign appends to the tag that stands for an image. */
  private static final List<String> COSIGN = List.of(".sig", ".att", ".sbom");

  private final ContentCopy contents;
  private final Map<RepositoryName, Set<String>> tags = new ConcurrentHashMap<>();
  private final Set<String> withoutLists = ConcurrentHashMap.newKeySet();
  private final Map<String, ReentrantLock> lists = new ConcurrentHashMap<>();

  ReferrerCopy(ContentCopy contents) {
    this.contents = contents;
  }

  /** Copies what refers to an image, or to one of the images of an index. */
  void copy(ManifestDocument image, RemoteRepository from, RemoteRepository to)
      throws RegistryException, InterruptedException {
    List<Digest> subjects = new ArrayList<>();
    subjects.add(image.digest());
    image.manifests().forEach(part -> subjects.add(part.digest()));
    Set<String> known = tags(from);
    Together.each(subjects, subject -> copy(subject, from, to, known, 1));
  }

  private Set<String> tags(RemoteRepository from) throws RegistryException, InterruptedException {
    Set<String> known = tags.get(from.name());
    if (known == null) {
      known = Set.copyOf(new HashSet<>(from.tags()));
      tags.put(from.name(), known);
    }
    return known;
  }

  private void copy(
      Digest subject, RemoteRepository from, RemoteRepository to, Set<String> known, int level)
      throws RegistryException, InterruptedException {
    for (Digest referrer : referrers(subject, from, known)) {
      copyOne(referrer, subject, from, to);
      if (level < MOST_LEVELS) {
        copy(referrer, from, to, known, level + 1);
      }
    }
    for (String suffix : COSIGN) {
      String tag = subject.asTag() + suffix;
      if (known.contains(tag)) {
        copyTag(tag, from, to);
      }
    }
  }

  private List<Digest> referrers(Digest subject, RemoteRepository from, Set<String> known)
      throws RegistryException, InterruptedException {
    String registry = from.name().registry();
    Optional<List<Descriptor>> listed =
        withoutLists.contains(registry) ? Optional.empty() : from.referrers(subject);
    if (listed.isEmpty()) {
      withoutLists.add(registry);
    }
    List<Descriptor> all = new ArrayList<>(listed.orElse(List.of()));
    // A registry may have learned to keep lists after this tag was written.
    if (known.contains(subject.asTag())) {
      from.manifest(subject.asTag())
          .filter(ManifestDocument::index)
          .ifPresent(list -> all.addAll(list.manifests()));
    }
    return all.stream().map(Descriptor::digest).distinct().toList();
  }

  private void copyOne(Digest referrer, Digest subject, RemoteRepository from, RemoteRepository to)
      throws RegistryException, InterruptedException {
    ManifestDocument manifest = contents.read(from, referrer);
    boolean there = to.find(referrer.text()).isPresent();
    if (!there) {
      contents.copyParts(manifest, from, to);
    }
    // Stored again although it is there, so that the registry says whether it keeps lists.
    if (!contents.store(manifest, referrer.text(), from, to)) {
      list(manifest, subject, to);
    }
  }

  /** Adds it to the list that a tag of the destination stands for. */
  private void list(ManifestDocument referrer, Digest subject, RemoteRepository to)
      throws RegistryException, InterruptedException {
    String name = to.at(subject.asTag());
    ReentrantLock turn = lists.computeIfAbsent(name, _ -> new ReentrantLock());
    turn.lockInterruptibly();
    try {
      ManifestDocument before = to.manifest(subject.asTag()).orElse(null);
      Optional<ManifestDocument> after = ReferrerList.with(before, referrer, name);
      if (after.isPresent()) {
        to.put(after.get(), subject.asTag());
      }
    } finally {
      turn.unlock();
    }
  }

  private void copyTag(String tag, RemoteRepository from, RemoteRepository to)
      throws RegistryException, InterruptedException {
    Optional<ManifestDocument> manifest = from.manifest(tag);
    if (manifest.isPresent() && !to.find(tag).equals(manifest.map(ManifestDocument::digest))) {
      contents.copyParts(manifest.get(), from, to);
      contents.store(manifest.get(), tag, from, to);
    }
  }
}
