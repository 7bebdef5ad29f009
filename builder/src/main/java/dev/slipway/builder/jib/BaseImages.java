package dev.slipway.builder.jib;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import dev.slipway.builder.dockerfile.Instruction;
import dev.slipway.builder.image.RegistryLogins;
import dev.slipway.builder.jib.BaseImage.Layer;
import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.net.ForbiddenAddressException;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipException;

/**
 * Finds base images in their registries. An image that only an engine has is not found: that one is
 * left to the engine. Safe for concurrent use.
 */
final class BaseImages {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TO_CONNECT = Duration.ofSeconds(2);
  private static final Duration UNTIL_NEXT_TRY = Duration.ofMinutes(5);
  private static final int TLS = 443;

  private final RegistryHttp own;
  private final RegistryLogins logins;
  private final AddressPolicy addresses;
  private final CacheFolder cache;
  private final String platform;
  private final Map<String, Instant> unreachable = new ConcurrentHashMap<>();

  /**
   * Bases from the registry that images go to, and from others.
   *
   * @param logins to those others
   */
  BaseImages(
      RegistryHttp own,
      RegistryLogins logins,
      AddressPolicy addresses,
      CacheFolder cache,
      String platform) {
    this.own = own;
    this.logins = logins;
    this.addresses = addresses;
    this.cache = cache;
    this.platform = platform;
  }

  /**
   * Looks it up.
   *
   * @param name as FROM says it, with its variables replaced
   */
  BaseImage find(Instruction.From from, String name) throws UnsureException {
    try {
      ImageReference reference = ImageReference.parse(name);
      BaseSource source = source(from, name, reference);
      BaseSource.Found found =
          source
              .find(reference.getQualifier(), platform)
              .orElseThrow(() -> notFound(from, name, "its registry does not have it"));
      JsonNode config = config(source, found.config());
      BaseImage image =
          new BaseImage(
              found.digest(),
              config,
              found.layers().stream()
                  .map(part -> new Layer(part.digest(), part.size(), source))
                  .toList());
      check(from, name, image);
      return image;
    } catch (InvalidImageReferenceException _) {
      throw UnsureException.at(from, "\"" + name + "\" is no name of an image");
    } catch (IOException e) {
      throw notFound(from, name, String.valueOf(e.getMessage()));
    }
  }

  private static void check(Instruction.From from, String name, BaseImage image)
      throws UnsureException {
    ImageConfig config = ImageConfig.basedOn(image.config());
    if (config.hasTriggers()) {
      throw UnsureException.at(from, "base image " + name + " has ONBUILD triggers");
    }
    if (config.diffIds().size() != image.layers().size()) {
      throw UnsureException.at(from, "base image " + name + " is of a form that is too old");
    }
  }

  private static UnsureException notFound(Instruction.From from, String name, String why) {
    return UnsureException.at(
        from, "base image " + name + " cannot be had without an engine (" + why + ")");
  }

  private BaseSource source(Instruction.From from, String name, ImageReference reference)
      throws UnsureException {
    String host = reference.getRegistry();
    if (host.equals(own.host())) {
      return new OwnSource(own, reference.getRepository());
    }
    Instant until = unreachable.get(host);
    if (until != null && Instant.now().isBefore(until)) {
      throw notFound(from, name, host + " could not be reached a short while ago");
    }
    int colon = host.lastIndexOf(':');
    String server = colon < 0 ? host : host.substring(0, colon);
    int port = colon < 0 ? TLS : Integer.parseInt(host.substring(colon + 1));
    try (Socket probe = new Socket()) {
      InetAddress address = addresses.resolve(server).getFirst();
      probe.connect(new InetSocketAddress(address, port), (int) TO_CONNECT.toMillis());
    } catch (ForbiddenAddressException e) {
      throw notFound(from, name, String.valueOf(e.getMessage()));
    } catch (IOException _) {
      unreachable.put(host, Instant.now().plus(UNTIL_NEXT_TRY));
      throw notFound(from, name, host + " cannot be reached");
    }
    unreachable.remove(host);
    return new JibSource(reference, logins.at(host).orElse(null));
  }

  private JsonNode config(BaseSource source, String digest) throws IOException {
    String key = key(digest);
    Optional<byte[]> known = cache.get("configs", key);
    if (known.isPresent()) {
      return JSON.readTree(known.get());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    source.pull(digest, bytes);
    if (!Sha256.hex(bytes.toByteArray()).equals(key)) {
      throw new IOException("its configuration is not what its digest says");
    }
    cache.put("configs", key, bytes.toByteArray());
    return JSON.readTree(bytes.toByteArray());
  }

  /** The files of the image, whose contents stay in the registry. */
  FileTree files(Instruction.From from, BaseImage image) throws UnsureException {
    FileTree tree = FileTree.empty();
    try {
      for (Layer layer : image.layers()) {
        index(layer).applyTo(tree, layer.digest());
      }
    } catch (ZipException _) {
      throw UnsureException.at(from, "the base image has a layer that is not compressed by gzip");
    } catch (IOException e) {
      throw UnsureException.at(from, "the base image cannot be read: " + e.getMessage());
    }
    return tree;
  }

  /** The bytes of all files of the layers. */
  long size(List<Layer> layers) throws IOException {
    long size = 0;
    for (Layer layer : layers) {
      size += index(layer).size();
    }
    return size;
  }

  private LayerIndex index(Layer layer) throws IOException {
    String key = key(layer.digest());
    Optional<byte[]> known = cache.get("indexes", key);
    if (known.isPresent()) {
      return LayerIndex.fromBytes(known.get());
    }
    Path file = download(layer);
    try (InputStream in = Files.newInputStream(file)) {
      LayerIndex index = LayerIndex.of(in);
      cache.put("indexes", key, index.toBytes());
      return index;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** The layer, checked, in a file that the caller removes. */
  Path download(Layer layer) throws IOException {
    Files.createDirectories(cache.temporary());
    Path file = Files.createTempFile(cache.temporary(), "base-", ".layer");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 128 * 1024)) {
      layer.from().pull(layer.digest(), out);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
    if (!("sha256:" + Sha256.hex(file)).equals(layer.digest())) {
      Files.deleteIfExists(file);
      throw new IOException("layer " + layer.digest() + " is not what its digest says");
    }
    return file;
  }

  private static String key(String digest) throws IOException {
    if (!digest.matches("sha256:[0-9a-f]{64}")) {
      throw new IOException("\"" + digest + "\" is no digest");
    }
    return digest.substring("sha256:".length());
  }
}
