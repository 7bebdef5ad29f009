package dev.slipway.deployer.target.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Speaks to a registry as pushers and pullers do, request by request. Safe for concurrent use. */
final class RawRegistry {
  static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

  private final HttpClient client = HttpClient.newHttpClient();
  private final String base;

  RawRegistry(String address) {
    this.base = "http://" + address + "/v2/";
  }

  /** Uploads a blob; returns its digest. */
  String blob(String repository, byte[] content) throws IOException, InterruptedException {
    HttpResponse<String> begun =
        send(HttpRequest.newBuilder(begin(repository)).POST(BodyPublishers.noBody()), 202);
    URI place = begun.uri().resolve(begun.headers().firstValue("Location").orElseThrow());
    String digest = digest(content);
    String end = place + (place.getQuery() == null ? "?" : "&") + "digest=" + digest;
    send(HttpRequest.newBuilder(URI.create(end)).PUT(BodyPublishers.ofByteArray(content)), 201);
    return digest;
  }

  /** How the beginning of a push is answered. */
  int beginning(String repository) throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(begin(repository)).POST(BodyPublishers.noBody()).build(),
            BodyHandlers.ofString())
        .statusCode();
  }

  private URI begin(String repository) {
    return URI.create(base + repository + "/blobs/uploads/");
  }

  /** Uploads an image of one layer under a tag, or under none; returns its digest. */
  String image(String repository, String tag, byte[] layer) throws Exception {
    byte[] config = ("{\"os\":\"linux\",\"layer\":\"" + digest(layer) + "\"}").getBytes(UTF_8);
    String json =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
            .formatted(
                MANIFEST,
                part(CONFIG, blob(repository, config), config.length),
                part(LAYER, blob(repository, layer), layer.length));
    return manifest(repository, tag, MANIFEST, json);
  }

  static String part(String type, String digest, long size) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}".formatted(type, digest, size);
  }

  /** Uploads a manifest; returns its digest. */
  String manifest(String repository, String tag, String type, String json) throws Exception {
    byte[] bytes = json.getBytes(UTF_8);
    String reference = tag.isEmpty() ? digest(bytes) : tag;
    send(
        HttpRequest.newBuilder(URI.create(base + repository + "/manifests/" + reference))
            .header("Content-Type", type)
            .PUT(BodyPublishers.ofByteArray(bytes)),
        201);
    return digest(bytes);
  }

  long size(String repository, String digest) throws Exception {
    return get(repository, digest).body().getBytes(UTF_8).length;
  }

  void delete(String repository, String digest) throws Exception {
    send(
        HttpRequest.newBuilder(URI.create(base + repository + "/manifests/" + digest)).DELETE(),
        202);
  }

  HttpResponse<String> get(String repository, String reference) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(base + repository + "/manifests/" + reference))
            .header("Accept", MANIFEST + ", " + INDEX)
            .build(),
        BodyHandlers.ofString());
  }

  /** What of an image is not there: itself, parts, blobs; nothing when it is whole. */
  List<String> missing(String repository, String reference) throws Exception {
    HttpResponse<String> found = get(repository, reference);
    if (found.statusCode() != 200) {
      return List.of(repository + ":" + reference);
    }
    List<String> missing = new ArrayList<>();
    JsonNode manifest = new ObjectMapper().readTree(found.body());
    for (JsonNode part : manifest.path("manifests")) {
      missing.addAll(missing(repository, part.path("digest").asText()));
    }
    List<JsonNode> blobs = new ArrayList<>();
    manifest.path("layers").forEach(blobs::add);
    if (manifest.has("config")) {
      blobs.add(manifest.path("config"));
    }
    for (JsonNode blob : blobs) {
      String digest = blob.path("digest").asText();
      if (status("HEAD", repository + "/blobs/" + digest) != 200) {
        missing.add(repository + "@" + digest);
      }
    }
    return missing;
  }

  int status(String method, String path) throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(URI.create(base + path))
                .method(method, BodyPublishers.noBody())
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  private HttpResponse<String> send(HttpRequest.Builder request, int expected)
      throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() != expected) {
      throw new IOException(response + ": " + response.body());
    }
    return response;
  }

  static String digest(byte[] content) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
