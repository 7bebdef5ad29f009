package dev.slipway.registrysync.retention;

import dev.slipway.registrysync.oci.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A repository and what depends on it, in one moment. Whoever takes it reads what runs after what
 * is there: something that was pushed meanwhile is too young to be in it.
 *
 * @param tags to what each leads
 * @param manifests all of the repository that are known
 * @param inUse why each of these must stay: releases, also those that are kept for going back to,
 *     and containers
 */
public record Snapshot(
    Map<String, Digest> tags, Map<Digest, Manifest> manifests, Map<Digest, String> inUse) {
  public Snapshot {
    tags = Map.copyOf(tags);
    manifests = Map.copyOf(manifests);
    inUse = Map.copyOf(inUse);
  }

  /**
   * One of them.
   *
   * @param created null where it is not known, which counts as just now
   * @param lastDeployed null where it never was
   * @param parts manifests that it names as an index
   * @param subject what it refers to; null for most
   * @param blobs with their sizes in bytes
   */
  public record Manifest(
      @Nullable Instant created,
      @Nullable Instant lastDeployed,
      Set<Digest> parts,
      @Nullable Digest subject,
      Map<Digest, Long> blobs) {
    public Manifest {
      parts = Set.copyOf(parts);
      blobs = Map.copyOf(blobs);
    }
  }

  List<String> tagsOf(Digest digest) {
    return tags.entrySet().stream()
        .filter(tag -> tag.getValue().equals(digest))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
