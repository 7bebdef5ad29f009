package dev.slipway.registrysync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.core.registry.RegistryException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What an image manifest or an index names, in OCI's or Docker's form.
 *
 * @param manifests of an index, one for each platform
 * @param blobs configuration and layers
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/manifest.md">image
 *     manifest</a>
 */
record Manifest(List<Descriptor> manifests, List<Descriptor> blobs) {
  /** All forms that name their parts by digest. Docker's first form does not, and is no more. */
  static final List<String> MEDIA_TYPES =
      List.of(
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.v2+json",
          "application/vnd.docker.distribution.manifest.list.v2+json");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern DIGEST = Pattern.compile("[a-z0-9+._-]+:[A-Za-z0-9=_-]+");

  Manifest {
    manifests = List.copyOf(manifests);
    blobs = List.copyOf(blobs);
  }

  /** A part of it. */
  record Descriptor(String digest, long size) {}

  /**
   * Reads it.
   *
   * @param name for the message
   */
  static Manifest read(byte[] json, String name) throws RegistryException {
    JsonNode root = parse(json, name);
    List<Descriptor> blobs = new ArrayList<>();
    if (root.has("config")) {
      blobs.add(descriptor(root.path("config"), name));
    }
    for (JsonNode layer : root.path("layers")) {
      // One with addresses of its own is kept elsewhere and need not be in the registry.
      if (layer.path("urls").isEmpty()) {
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
    return new Manifest(manifests, blobs.stream().distinct().toList());
  }

  private static JsonNode parse(byte[] json, String name) throws RegistryException {
    try {
      JsonNode root = JSON.readTree(json);
      if (root.isObject()) {
        return root;
      }
    } catch (IOException _) {
      // The same news as any other JSON that is no object.
    }
    throw malformed(name, "it is no JSON object");
  }

  private static Descriptor descriptor(JsonNode node, String name) throws RegistryException {
    String digest = node.path("digest").asText();
    if (!DIGEST.matcher(digest).matches() || !node.path("size").canConvertToLong()) {
      throw malformed(name, "a part of it has no digest or no size");
    }
    return new Descriptor(digest, node.path("size").longValue());
  }

  private static RegistryException malformed(String name, String why) {
    return new RegistryException(
        "the manifest of " + name + " cannot be read: " + why, "build and push the image again");
  }
}
