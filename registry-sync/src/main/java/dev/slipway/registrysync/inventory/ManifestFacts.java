package dev.slipway.registrysync.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.registry.StoredManifest;
import dev.slipway.core.registry.StoredManifest.Blob;
import dev.slipway.core.registry.StoredManifest.Facts;
import dev.slipway.core.registry.StoredManifest.Part;
import dev.slipway.registrysync.oci.Descriptor;
import dev.slipway.registrysync.oci.Digest;
import dev.slipway.registrysync.oci.ManifestDocument;
import dev.slipway.registrysync.oci.MediaTypes;
import dev.slipway.registrysync.oci.Platform;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a manifest and its configuration say of an image.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/config.md">image
 *     configuration</a>
 */
final class ManifestFacts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> IMAGE_CONFIGS =
      Set.of(
          "application/vnd.oci.image.config.v1+json",
          "application/vnd.docker.container.image.v1+json");
  private static final List<String> IMAGE_LAYERS =
      List.of("application/vnd.oci.image.layer.", "application/vnd.docker.image.rootfs.");

  private final ManifestDocument document;
  private final JsonNode root;

  /** Begins to read. */
  ManifestFacts(ManifestDocument document) throws RegistryException {
    this.document = document;
    this.root = parse(document.bytes(), "the manifest " + document.digest());
  }

  /** Its configuration, where that is one of an image; null otherwise. */
  @Nullable Digest imageConfig() {
    JsonNode config = root.path("config");
    return IMAGE_CONFIGS.contains(config.path("mediaType").asText())
        ? new Digest(config.path("digest").asText())
        : null;
  }

  /**
   * What is known of it.
   *
   * @param config the configuration as it was read; null for none
   */
  StoredManifest with(byte @Nullable [] config) throws RegistryException {
    JsonNode configuration =
        config == null
            ? JSON.createObjectNode()
            : parse(config, "the configuration of " + document.digest());
    List<Part> parts = new ArrayList<>();
    List<Blob> layers = new ArrayList<>();
    for (Descriptor part : document.manifests()) {
      if (MediaTypes.isManifest(part.mediaType())) {
        parts.add(new Part(part.digest().text(), platform(part.platform()), part.size()));
      } else {
        layers.add(blob(part)); // BuildKit keeps its cache so
      }
    }
    Blob own = null;
    String configDigest = root.path("config").path("digest").asText();
    for (Descriptor blob : document.blobs()) {
      if (blob.digest().text().equals(configDigest)) {
        own = blob(blob);
      } else {
        layers.add(blob(blob));
      }
    }
    Digest subject = document.subject();
    return new StoredManifest(
        document.digest().text(),
        document.mediaType(),
        artifactType(),
        document.index(),
        document.bytes().length,
        parts,
        subject == null ? null : subject.text(),
        own,
        layers,
        facts(configuration));
  }

  private static Blob blob(Descriptor blob) {
    return new Blob(blob.digest().text(), blob.mediaType(), blob.size());
  }

  /** By its own word, or else by what it is made of: cosign's signatures call themselves images. */
  private String artifactType() {
    String own = root.path("artifactType").asText();
    if (!own.isEmpty() || document.index()) {
      return own;
    }
    String config = root.path("config").path("mediaType").asText();
    if (!config.isEmpty() && !IMAGE_CONFIGS.contains(config)) {
      return config;
    }
    String layer = root.path("layers").path(0).path("mediaType").asText();
    return layer.isEmpty() || IMAGE_LAYERS.stream().anyMatch(layer::startsWith) ? "" : layer;
  }

  private Facts facts(JsonNode configuration) {
    Map<String, String> labels = new TreeMap<>();
    addTexts(configuration.path("config").path("Labels"), labels);
    addTexts(root.path("annotations"), labels);
    String created = configuration.path("created").asText();
    String author = configuration.path("author").asText();
    return new Facts(
        time(
            created.isEmpty()
                ? labels.getOrDefault("org.opencontainers.image.created", "")
                : created),
        author.isEmpty() ? labels.getOrDefault("org.opencontainers.image.authors", "") : author,
        configuration.has("os")
            ? platform(
                new Platform(
                    configuration.path("os").asText(),
                    configuration.path("architecture").asText(),
                    configuration.path("variant").asText()))
            : "",
        labels);
  }

  private static void addTexts(JsonNode object, Map<String, String> to) {
    object.properties().forEach(entry -> to.put(entry.getKey(), entry.getValue().asText()));
  }

  private static String platform(@Nullable Platform platform) {
    return platform == null ? "" : platform.toString();
  }

  private static @Nullable Instant time(String text) {
    try {
      return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException _) {
      return null; // people may write what they like there
    }
  }

  private static JsonNode parse(byte[] json, String what) throws RegistryException {
    try {
      JsonNode node = JSON.readTree(json);
      if (node != null && node.isObject()) {
        return node;
      }
    } catch (IOException _) {
      // The same news as any other JSON that is no object.
    }
    throw new RegistryException(
        what + " cannot be read: it is no JSON object", "build and push the image again");
  }
}
