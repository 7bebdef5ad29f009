package dev.slipway.registrysync.retention;

import dev.slipway.core.registry.RepositoryContent;
import dev.slipway.registrysync.oci.Digest;
import dev.slipway.registrysync.retention.Snapshot.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot does not say by itself: results of build steps are no images of anybody's choice,
 * and what belongs to an image is as old as that.
 */
final class Circumstances {
  /** As builders name what they leave for later builds. */
  private static final String CACHE = "slipway-cache-";

  private static final Duration CACHES_KEPT = Duration.ofDays(30);

  /** Whoever builds reproducibly says 1970, or 1980, which is no age. */
  private static final Instant NO_AGE = Instant.parse("2000-01-01T00:00:00Z");

  private static final int MOST_LEVELS = 5;

  private final RepositoryContent content;
  private final Snapshot snapshot;

  private Circumstances(RepositoryContent content, Snapshot snapshot) {
    this.content = content;
    this.snapshot = snapshot;
  }

  static Snapshot of(RepositoryContent content, Snapshot snapshot, Instant now) {
    return new Circumstances(content, snapshot).with(now);
  }

  private Snapshot with(Instant now) {
    Map<String, Digest> tags = new HashMap<>(snapshot.tags());
    tags.keySet().removeIf(tag -> tag.startsWith(CACHE));
    Map<Digest, Manifest> manifests = new HashMap<>();
    snapshot.manifests().forEach((digest, one) -> manifests.put(digest, aged(digest, one)));
    Map<Digest, String> inUse = new HashMap<>();
    snapshot.inUse().forEach((digest, why) -> inUse.put(digest, "needed by " + why));
    snapshot
        .tags()
        .forEach((tag, digest) -> {
          Manifest cached = manifests.get(digest);
          Instant made = cached == null ? null : cached.created();
          if (tag.startsWith(CACHE) && (made == null || made.isAfter(now.minus(CACHES_KEPT)))) {
            inUse.putIfAbsent(
                digest, "results of build steps, less than " + CACHES_KEPT.toDays() + " days old");
          }
        });
    return new Snapshot(tags, manifests, inUse);
  }

  private Manifest aged(Digest digest, Manifest one) {
    return new Manifest(
        age(digest, 1), one.lastDeployed(), one.parts(), one.subject(), one.blobs());
  }

  private @Nullable Instant age(Digest digest, int level) {
    Manifest one = snapshot.manifests().get(digest);
    Set<Digest> owners = owners(digest);
    if (one == null || owners.isEmpty() || level == MOST_LEVELS) {
      Instant own = one == null ? null : one.created();
      return own == null || own.isBefore(NO_AGE) ? null : own;
    }
    // The newest counts, and one of no known age is newest of all.
    Set<Instant> ages =
        owners.stream()
            .map(owner -> Objects.requireNonNullElse(age(owner, level + 1), Instant.MAX))
            .collect(Collectors.toSet());
    Instant newest = ages.stream().max(Instant::compareTo).orElse(Instant.MAX);
    return newest.equals(Instant.MAX) ? null : newest;
  }

  /** What it refers to, or the indexes that it is part of where no tag leads to it. */
  private Set<Digest> owners(Digest digest) {
    Manifest one = snapshot.manifests().get(digest);
    Digest subject = one == null ? null : one.subject();
    if (subject != null && snapshot.manifests().containsKey(subject)) {
      return Set.of(subject);
    }
    return snapshot.tagsOf(digest).isEmpty()
        ? content.indexesOf(digest.text()).stream().map(Digest::new).collect(Collectors.toSet())
        : Set.of();
  }
}
