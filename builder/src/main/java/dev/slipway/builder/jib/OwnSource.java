package dev.slipway.builder.jib;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A repository of the registry that images are pushed to. Safe for concurrent use. */
record OwnSource(RegistryHttp registry, String repository) implements BaseSource {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public Optional<String> mountableFrom() {
    return Optional.of(repository);
  }

  @Override
  public Optional<Found> find(String reference, String platform) throws IOException {
    Optional<RegistryHttp.Manifest> manifest = registry.manifest(repository, reference);
    if (manifest.isEmpty()) {
      return Optional.empty();
    }
    JsonNode root = JSON.readTree(manifest.get().bytes());
    if (!root.has("manifests")) {
      return Optional.of(read(manifest.get().digest(), root));
    }
    for (JsonNode entry : root.get("manifests")) {
      JsonNode on = entry.path("platform");
      String name = on.path("os").asText() + "/" + on.path("architecture").asText();
      if (name.equals(platform) && !entry.path("digest").asText().equals(reference)) {
        return find(entry.path("digest").asText(), platform);
      }
    }
    return Optional.empty();
  }

  private static Found read(String digest, JsonNode root) {
    List<Part> layers = new ArrayList<>();
    for (JsonNode layer : root.path("layers")) {
      layers.add(new Part(layer.path("digest").asText(), layer.path("size").asLong()));
    }
    return new Found(digest, root.path("config").path("digest").asText(), layers);
  }

  @Override
  public void pull(String digest, OutputStream out) throws IOException {
    try (InputStream in = registry.blob(repository, digest)) {
      in.transferTo(out);
    }
  }
}
