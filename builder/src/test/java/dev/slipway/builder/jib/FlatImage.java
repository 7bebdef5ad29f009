package dev.slipway.builder.jib;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * An image as a container would see it: what each path is, and its configuration. Read by the
 * test's own code, not by the builder's.
 */
record FlatImage(TreeMap<String, String> files, JsonNode config) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static FlatImage read(RegistryHttp registry, String repository, String reference)
      throws IOException {
    JsonNode manifest =
        JSON.readTree(registry.manifest(repository, reference).orElseThrow().bytes());
    TreeMap<String, String> files = new TreeMap<>();
    for (JsonNode layer : manifest.get("layers")) {
      lay(registry, repository, layer.get("digest").asText(), files);
    }
    try (InputStream config =
        registry.blob(repository, manifest.get("config").get("digest").asText())) {
      return new FlatImage(files, JSON.readTree(config));
    }
  }

  private static void lay(
      RegistryHttp registry, String repository, String digest, TreeMap<String, String> files)
      throws IOException {
    Map<String, String> links = new HashMap<>();
    try (InputStream blob = registry.blob(repository, digest);
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new GZIPInputStream(new BufferedInputStream(blob)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String path = entry.getName().replaceFirst("^\\./", "").replaceFirst("/$", "");
        if (path.isEmpty()) {
          continue;
        }
        if (path.contains(".wh.")) {
          throw new IOException("a whiteout, which nothing here should need: " + path);
        }
        String owner = " " + entry.getLongUserId() + ":" + entry.getLongGroupId();
        String mode = " " + Integer.toOctalString(entry.getMode() & 07777);
        String description;
        if (entry.isDirectory()) {
          description = "folder" + mode + owner;
        } else if (entry.isSymbolicLink()) {
          description = "link to " + entry.getLinkName() + owner;
        } else if (entry.isLink()) {
          description = Objects.requireNonNull(files.get(entry.getLinkName()));
          links.put(path, entry.getLinkName());
        } else {
          description = "file " + Sha256.hex(tar.readAllBytes()) + mode + owner;
        }
        files.put(path, description);
      }
    }
    links.forEach((path, first) -> files.put("linked " + path, first));
  }
}
