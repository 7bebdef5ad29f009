package dev.slipway.registrysync.copy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.registrysync.oci.Descriptor;
import dev.slipway.registrysync.oci.Digest;
import dev.slipway.registrysync.oci.ManifestDocument;
import dev.slipway.registrysync.oci.Platform;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes an index of only some platforms, which is another index with another digest. */
final class PlatformChoice {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where BuildKit says which image of the same index an attestation is about. */
  private static final String ABOUT = "vnd.docker.reference.digest";

  private PlatformChoice() {}

  /**
   * The index without the images that are for other platforms, and without attestations about them.
   *
   * @throws RegistryException when nothing would be left
   */
  static ManifestDocument of(ManifestDocument index, Set<Platform> wanted, String name)
      throws RegistryException {
    Set<String> kept = new HashSet<>();
    for (Descriptor part : index.manifests()) {
      Platform platform = part.platform();
      if (platform != null && wanted.stream().anyMatch(one -> one.covers(platform))) {
        kept.add(part.digest().text());
      }
    }
    if (kept.isEmpty()) {
      throw new RegistryException(
          "%s has no image for %s; it has %s"
              .formatted(name, text(wanted), platforms(index.manifests())),
          "choose other platforms, or all of them");
    }
    ObjectNode json = parse(index.bytes());
    ArrayNode parts = JSON.createArrayNode();
    for (JsonNode part : json.path("manifests")) {
      String about = part.path("annotations").path(ABOUT).asText();
      if (kept.contains(part.path("digest").asText()) || kept.contains(about)) {
        parts.add(part);
      }
    }
    if (parts.size() == index.manifests().size()) {
      return index;
    }
    json.set("manifests", parts);
    return ManifestDocument.read(bytes(json), index.mediaType(), name);
  }

  /** What a person should know who chose. */
  static String warning(String name, Digest before, Digest after, Set<Platform> wanted) {
    return "%s is copied for %s only: its index has the digest %s there instead of %s, so that signatures of the whole index do not hold for it"
        .formatted(name, text(wanted), after, before);
  }

  private static String text(Set<Platform> platforms) {
    return platforms.stream().map(Platform::toString).sorted().collect(Collectors.joining(", "));
  }

  private static String platforms(List<Descriptor> parts) {
    Set<String> found = new TreeSet<>();
    for (Descriptor part : parts) {
      Platform platform = part.platform();
      if (platform != null) {
        found.add(platform.toString());
      }
    }
    return found.isEmpty() ? "none" : String.join(", ", found);
  }

  private static ObjectNode parse(byte[] json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (IOException e) {
      throw new IllegalStateException("an index that was read is JSON", e);
    }
  }

  private static byte[] bytes(ObjectNode json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can be written", e);
    }
  }
}
