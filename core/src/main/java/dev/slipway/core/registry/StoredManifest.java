package dev.slipway.core.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A manifest that a registry holds: of an image, of an index of images, or of something else that
 * may refer to one of them.
 *
 * @param artifactType what it is where it is no image, such as {@code
 *     application/vnd.cyclonedx+json}; empty for images
 * @param index whether it names other manifests and no layers
 * @param size of the manifest itself, in bytes
 * @param parts of an index
 * @param subject the digest of what it refers to; null for most
 * @param config null for an index
 */
public record StoredManifest(
    String digest,
    String mediaType,
    String artifactType,
    boolean index,
    long size,
    List<Part> parts,
    @Nullable String subject,
    @Nullable Blob config,
    List<Blob> layers,
    Facts facts) {
  public StoredManifest {
    parts = List.copyOf(parts);
    layers = List.copyOf(layers);
  }

  /**
   * A manifest that an index names.
   *
   * @param platform such as {@code linux/arm64/v8}; empty where the index does not say
   */
  public record Part(String digest, String platform, long size) {}

  /** A blob by its digest, with its size in bytes. */
  public record Blob(String digest, String mediaType, long size) {}

  /**
   * What its configuration and annotations say of it.
   *
   * @param created when it was made, by the word of whoever made it, which may be 1970 for builds
   *     that are reproducible; null where it does not say
   * @param author empty where it does not say
   * @param platform such as {@code linux/amd64}; empty for an index, and where it does not say
   * @param labels of the configuration, and annotations of the manifest, which count more
   */
  public record Facts(
      @Nullable Instant created, String author, String platform, Map<String, String> labels) {
    public static final Facts NONE = new Facts(null, "", "", Map.of());

    public Facts {
      labels = Map.copyOf(labels);
    }
  }

  /** Configuration and layers. */
  public List<Blob> blobs() {
    return Stream.concat(Stream.ofNullable(config), layers.stream()).distinct().toList();
  }

  /** Whether it is something else than an image or an index of images. */
  public boolean artifact() {
    return !artifactType.isEmpty();
  }
}
