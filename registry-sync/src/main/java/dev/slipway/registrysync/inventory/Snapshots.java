package dev.slipway.registrysync.inventory;

import dev.slipway.core.registry.ImageUse;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.registry.RepositoryContent;
import dev.slipway.core.registry.StoredManifest;
import dev.slipway.core.registry.Uses;
import dev.slipway.registrysync.oci.Digest;
import dev.slipway.registrysync.retention.Snapshot;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What retention decides by, made of what a repository holds and what is needed. */
public final class Snapshots {
  private Snapshots() {}

  /**
   * A snapshot of a repository.
   *
   * @param uses read after the content
   * @param built when a build of ours made an image: reproducible images say 1970 of themselves
   * @throws RegistryException where something could not be read, or a target not be asked: nothing
   *     must go then
   */
  public static Snapshot of(
      RepositoryContent content, Uses uses, Function<String, Optional<Instant>> built)
      throws RegistryException {
    if (!content.complete() || !uses.unknown().isEmpty()) {
      throw new RegistryException(
          "it is not known what of %s is needed: %s"
              .formatted(
                  content.name(),
                  content.complete()
                      ? String.join("; ", uses.unknown())
                      : String.join("; ", content.problems().values())),
          "see to that first; until then nothing of it is removed");
    }
    Map<String, Digest> tags = new HashMap<>();
    content.ordinaryTags().forEach(tag -> tags.put(tag, digest(content.tags().get(tag))));
    Map<Digest, Snapshot.Manifest> manifests = new HashMap<>();
    Map<Digest, String> inUse = new HashMap<>();
    for (StoredManifest manifest : content.manifests().values()) {
      String digest = manifest.digest();
      manifests.put(new Digest(digest), one(content, manifest, uses, built));
      uses.of(digest).stream()
          .findFirst()
          .map(ImageUse::words)
          .ifPresent(why -> inUse.put(new Digest(digest), why));
    }
    return new Snapshot(tags, manifests, inUse);
  }

  private static Snapshot.Manifest one(
      RepositoryContent content,
      StoredManifest manifest,
      Uses uses,
      Function<String, Optional<Instant>> built) {
    String subject = content.subjectOf(manifest.digest()).orElse(null);
    return new Snapshot.Manifest(
        created(content, manifest.digest(), built),
        uses.lastDeployed(manifest.digest()).orElse(null),
        manifest.parts().stream()
            .map(part -> new Digest(part.digest()))
            .collect(Collectors.toSet()),
        subject == null ? null : new Digest(subject),
        manifest.blobs().stream()
            .collect(
                Collectors.toMap(
                    blob -> new Digest(blob.digest()),
                    StoredManifest.Blob::size,
                    (one, _) -> one)));
  }

  /** What refers to an image, and does not say when it was made, is as old as that. */
  private static @Nullable Instant created(
      RepositoryContent content, String digest, Function<String, Optional<Instant>> built) {
    Instant byBuild = built.apply(digest).orElse(null);
    Instant own = content.created(digest).orElse(null);
    if (byBuild != null) {
      return own == null || byBuild.isAfter(own) ? byBuild : own;
    }
    String subject = content.subjectOf(digest).orElse(null);
    return own != null || subject == null || subject.equals(digest)
        ? own
        : created(content, subject, built);
  }

  private static Digest digest(@Nullable String text) {
    return new Digest(String.valueOf(text));
  }
}
