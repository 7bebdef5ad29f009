package dev.slipway.registrysync.oci;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.core.registry.RegistryException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The index under the tag that stands in for a list of referrers on registries that keep none.
 *
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#referrers-tag-schema">distribution
 *     specification</a>
 */
public final class ReferrerList {
  private ReferrerList() {}

  /**
   * The list with one more referrer; empty when it is in it already.
   *
   * @param list as it is; null where there is none yet
   */
  public static Optional<ManifestDocument> with(
      @Nullable ManifestDocument list, ManifestDocument referrer, String name)
      throws RegistryException {
    if (list != null
        && list.manifests().stream().anyMatch(one -> one.digest().equals(referrer.digest()))) {
      return Optional.empty();
    }
    ObjectNode index =
        list == null ? empty() : (ObjectNode) ManifestDocument.parse(list.bytes(), name);
    index.withArray("manifests").add(descriptor(referrer, name));
    try {
      byte[] bytes = ManifestDocument.JSON.writeValueAsBytes(index);
      return Optional.of(ManifestDocument.read(bytes, MediaTypes.OCI_INDEX, name));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can be written", e);
    }
  }

  private static ObjectNode empty() {
    ObjectNode index = ManifestDocument.JSON.createObjectNode();
    index.put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_INDEX).putArray("manifests");
    return index;
  }

  private static ObjectNode descriptor(ManifestDocument referrer, String name)
      throws RegistryException {
    JsonNode manifest = ManifestDocument.parse(referrer.bytes(), name);
    String type = manifest.path("artifactType").asText();
    ObjectNode descriptor = ManifestDocument.JSON.createObjectNode();
    descriptor
        .put("mediaType", referrer.mediaType())
        .put("digest", referrer.digest().text())
        .put("size", referrer.bytes().length)
        .put(
            "artifactType",
            type.isEmpty() ? manifest.path("config").path("mediaType").asText() : type);
    if (manifest.path("annotations").isObject()) {
      descriptor.set("annotations", manifest.path("annotations"));
    }
    return descriptor;
  }
}
