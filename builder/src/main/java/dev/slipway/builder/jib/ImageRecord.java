package dev.slipway.builder.jib;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.builder.jib.JibImageBuilder.Target;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.pipeline.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the registry holds of an image that an earlier build made.
 *
 * @param complete whether all its parts are there
 * @param size of its files, in bytes; of its compressed layers where no build here made it
 */
record ImageRecord(JsonNode config, long size, boolean complete) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SIZES = "sizes";

  static ImageRecord read(Target target, RegistryHttp.Manifest manifest, CacheFolder cache)
      throws IOException {
    JsonNode root = JSON.readTree(manifest.bytes());
    String digest = root.path("config").path("digest").asText();
    boolean complete = target.registry().has(target.repository(), digest);
    long size = 0;
    for (JsonNode layer : root.path("layers")) {
      complete &= target.registry().has(target.repository(), layer.path("digest").asText());
      size += layer.path("size").asLong();
    }
    if (!complete) {
      return new ImageRecord(JSON.createObjectNode(), 0, false);
    }
    try (InputStream in = target.registry().blob(target.repository(), digest)) {
      byte[] config = in.readAllBytes();
      Optional<byte[]> known = cache.get(SIZES, Sha256.hex(config));
      long files =
          known
              .map(bytes -> Long.parseLong(new String(bytes, StandardCharsets.UTF_8)))
              .orElse(size);
      return new ImageRecord(JSON.readTree(config), files, true);
    }
  }

  /** Keeps the size for builds that reuse the image. */
  static void remember(CacheFolder cache, String config, long size) throws IOException {
    cache.put(SIZES, config, String.valueOf(size).getBytes(StandardCharsets.UTF_8));
  }

  /** As the sibling engines describe theirs. */
  static BuiltImage describe(String name, Target target, String digest, JsonNode root, long size) {
    JsonNode config = root.path("config");
    List<Integer> ports = new ArrayList<>();
    for (Map.Entry<String, JsonNode> port : config.path("ExposedPorts").properties()) {
      String[] parts = port.getKey().split("/", 2);
      if (parts.length == 1 || parts[1].equals("tcp")) {
        ports.add(Integer.valueOf(parts[0]));
      }
    }
    JsonNode test = config.path("Healthcheck").path("Test");
    boolean healthcheck = !test.isEmpty() && !test.path(0).asText().equals("NONE");
    return new BuiltImage(
        name,
        new ImageReference(target.name(), digest),
        size,
        ports.stream().sorted().toList(),
        healthcheck);
  }
}
