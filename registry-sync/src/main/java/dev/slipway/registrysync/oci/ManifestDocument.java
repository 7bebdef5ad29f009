package dev.slipway.registrysync.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.registry.RegistryException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A manifest or an index, in OCI's or Docker's form: its bytes, which are never written anew, and
 * what they say.
 *
 * @param index whether it names other manifests and no layers
 * @param manifests of an index
 * @param blobs configuration and layers
 * @param subject what it refers to; null for most
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/manifest.md">image
 *     manifest</a>
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are its identity, by way of their digest.
public record ManifestDocument(
    byte[] bytes,
    Digest digest,
    String mediaType,
    boolean index,
    List<Descriptor> manifests,
    List<Descriptor> blobs,
    @Nullable Digest subject) {
  static final ObjectMapper JSON = new ObjectMapper();

  public ManifestDocument {
    manifests = List.copyOf(manifests);
    blobs = List.copyOf(blobs);
  }

  /**
   * Reads it.
   *
   * @param contentType what the registry calls it; the document's own word counts more
   * @param name for the message
   */
  public static ManifestDocument read(byte[] json, String contentType, String name)
      throws RegistryException {
    JsonNode root = parse(json, name);
    String type = mediaType(root, contentType);
    if (MediaTypes.TOO_OLD.contains(type) || root.path("schemaVersion").asInt(2) == 1) {
      throw malformed(name, "it has Docker's first form, which names nothing by digest");
    }
    List<Descriptor> blobs = new ArrayList<>();
    if (root.has("config")) {
      blobs.add(descriptor(root.path("config"), name));
    }
    for (String list : List.of("layers", "blobs")) {
      for (JsonNode layer : root.path(list)) {
        blobs.add(descriptor(layer, name));
      }
    }
    List<Descriptor> manifests = new ArrayList<>();
    for (JsonNode child : root.path("manifests")) {
      manifests.add(descriptor(child, name));
    }
    if (blobs.isEmpty() && !root.has("manifests")) {
      throw malformed(name, "it names neither layers nor manifests");
    }
    Digest subject =
        root.path("subject").has("digest") ? descriptor(root.path("subject"), name).digest() : null;
    return new ManifestDocument(
        json,
        Digest.of(json),
        type,
        root.has("manifests"),
        manifests,
        blobs.stream().filter(blob -> !blob.elsewhere()).distinct().toList(),
        subject);
  }

  /** The same by another digest that its bytes have. */
  ManifestDocument by(Digest other) {
    return new ManifestDocument(bytes, other, mediaType, index, manifests, blobs, subject);
  }

  /** The registry's word for it, without parameters, where it has none itself. */
  private static String mediaType(JsonNode root, String contentType) {
    String own = root.path("mediaType").asText();
    if (!own.isEmpty()) {
      return own;
    }
    int semicolon = contentType.indexOf(';');
    String said = (semicolon < 0 ? contentType : contentType.substring(0, semicolon)).strip();
    if (said.startsWith("application/vnd.")) {
      return said;
    }
    return root.has("manifests") ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST;
  }

  static JsonNode parse(byte[] json, String name) throws RegistryException {
    try {
      JsonNode root = JSON.readTree(json);
      if (root != null && root.isObject()) {
        return root;
      }
    } catch (IOException _) {
      // The same news as any other JSON that is no object.
    }
    throw malformed(name, "it is no JSON object");
  }

  static Descriptor descriptor(JsonNode node, String name) throws RegistryException {
    try {
      if (node.path("size").canConvertToLong() && node.path("size").longValue() >= 0) {
        return new Descriptor(
            node.path("mediaType").asText(),
            new Digest(node.path("digest").asText()),
            node.path("size").longValue(),
            platform(node.path("platform")),
            !node.path("urls").isEmpty());
      }
    } catch (InvalidValueException _) {
      // Answered below.
    }
    throw malformed(name, "a part of it has no digest or no size");
  }

  private static @Nullable Platform platform(JsonNode node) {
    return node.has("os") && node.has("architecture")
        ? new Platform(
            node.path("os").asText(),
            node.path("architecture").asText(),
            node.path("variant").asText())
        : null;
  }

  static RegistryException malformed(String name, String why) {
    return new RegistryException(
        "the manifest of " + name + " cannot be read: " + why, "build and push the image again");
  }
}
