package dev.slipway.builder.jib;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * One image on its way into the registry: blobs as soon as they are there, several at a time, then
 * the manifest. What the registry has is not sent. Used by one thread.
 */
final class RegistryPush {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONFIG = "application/vnd.docker.container.image.v1+json";
  private static final String LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip";

  private final RegistryHttp registry;
  private final String repository;
  private final ExecutorService workers;
  private final Path temporary;
  private final List<Future<?>> uploads = new ArrayList<>();
  private final Set<String> begun = new HashSet<>();
  private final ObjectNode manifest = JSON.createObjectNode();

  /**
   * Begins an image.
   *
   * @param temporary folder for layers that pass through
   */
  RegistryPush(RegistryHttp registry, String repository, ExecutorService workers, Path temporary) {
    this.registry = registry;
    this.repository = repository;
    this.workers = workers;
    this.temporary = temporary;
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", RegistryHttp.MANIFEST);
  }

  boolean has(String digest) throws IOException {
    return registry.has(repository, digest);
  }

  /** A layer of the base: looked for, else taken over, else brought from its registry. */
  void addBase(BaseImage.Layer layer) {
    descriptor(manifest.withArray("layers").addObject(), LAYER, layer.size(), layer.digest());
    if (begun.add(layer.digest())) {
      uploads.add(workers.submit(() -> bring(layer)));
    }
  }

  private Void bring(BaseImage.Layer layer) throws IOException {
    if (has(layer.digest())) {
      return null;
    }
    var from = layer.from().mountableFrom();
    if (from.isPresent() && registry.mount(repository, layer.digest(), from.get())) {
      return null;
    }
    Path file = Files.createTempFile(temporary, "base-", ".layer");
    try {
      try (var out = Files.newOutputStream(file)) {
        layer.from().pull(layer.digest(), out);
      }
      registry.upload(repository, layer.digest(), body(file));
      return null;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** A layer of ours; its file is removed when it is sent. */
  void add(Layer layer) {
    descriptor(manifest.withArray("layers").addObject(), LAYER, layer.size(), layer.digest());
    Path file = layer.file();
    if (file != null) {
      boolean first = begun.add(layer.digest());
      uploads.add(workers.submit(() -> send(layer.digest(), file, first)));
    }
  }

  private Void send(String digest, Path file, boolean first) throws IOException {
    try {
      if (first && !has(digest)) {
        registry.upload(repository, digest, body(file));
      }
      return null;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Waits until the blobs are there, and gives the manifest that names them all. */
  byte[] finish(byte[] config) throws IOException {
    String digest = Sha256.digest(config);
    if (!has(digest)) {
      registry.upload(repository, digest, BodyPublishers.ofByteArray(config));
    }
    await();
    ObjectNode whole = JSON.createObjectNode();
    whole.setAll(manifest);
    whole.withArray("layers");
    descriptor(whole.putObject("config"), CONFIG, config.length, digest);
    return JSON.writeValueAsBytes(whole);
  }

  void await() throws IOException {
    for (Future<?> upload : uploads) {
      try {
        upload.get();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while pushing");
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
      }
    }
    uploads.clear();
  }

  private static void descriptor(ObjectNode node, String type, long size, String digest) {
    node.put("mediaType", type);
    node.put("size", size);
    node.put("digest", digest);
  }

  private static BodyPublisher body(Path file) throws FileNotFoundException {
    return BodyPublishers.ofFile(file);
  }
}
