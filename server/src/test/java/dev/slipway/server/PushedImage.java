package dev.slipway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Images in a registry that asks who is there, put and looked at without any of our own client. */
final class PushedImage {
  private static final String OCI = "application/vnd.oci.image.manifest.v1+json";

  private final HttpClient client = HttpClient.newHttpClient();
  private final String host;
  private final String repository;

  PushedImage(OutsideRegistry registry, String repository) {
    this.host = registry.host();
    this.repository = repository;
  }

  /** {@code HOST/PATH}. */
  String name() {
    return host + "/" + repository;
  }

  /** Pushes an image of one layer that nothing makes smaller; returns its digest. */
  String push(String tag, int layerBytes) throws Exception {
    byte[] layer = new byte[layerBytes];
    new Random(tag.hashCode()).nextBytes(layer);
    byte[] config =
        "{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"%s\"]}}"
            .formatted(digest(layer))
            .getBytes(UTF_8);
    byte[] manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
            .formatted(
                OCI,
                blob("application/vnd.oci.image.config.v1+json", config),
                blob("application/vnd.oci.image.layer.v1.tar+gzip", layer))
            .getBytes(UTF_8);
    URI place = URI.create("http://%s/v2/%s/manifests/%s".formatted(host, repository, tag));
    assertThat(send("PUT", place, manifest, OCI).statusCode()).isEqualTo(201);
    return digest(manifest);
  }

  /** Pushes a blob; its descriptor. */
  private String blob(String type, byte[] content) throws Exception {
    URI uploads = URI.create("http://%s/v2/%s/blobs/uploads/".formatted(host, repository));
    String place =
        send("POST", uploads, new byte[0], "application/octet-stream")
            .headers()
            .firstValue("Location")
            .orElseThrow();
    URI end = URI.create(place + "&digest=" + digest(content));
    assertThat(send("PUT", end, content, "application/octet-stream").statusCode()).isEqualTo(201);
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(type, digest(content), content.length);
  }

  /** What the registry says that a tag leads to; empty where it has none. */
  String digestOf(String tag) throws Exception {
    URI place = URI.create("http://%s/v2/%s/manifests/%s".formatted(host, repository, tag));
    return send("HEAD", place, new byte[0], OCI)
        .headers()
        .firstValue("Docker-Content-Digest")
        .orElse("");
  }

  /** Digests that the manifest of a tag names, and of which the registry has nothing. */
  List<String> missing(String tag) throws Exception {
    URI place = URI.create("http://%s/v2/%s/manifests/%s".formatted(host, repository, tag));
    HttpResponse<String> manifest =
        client.send(request("GET", place, new byte[0], OCI), BodyHandlers.ofString());
    assertThat(manifest.statusCode()).as("%s", manifest.body()).isEqualTo(200);
    List<String> missing = new ArrayList<>();
    for (String digest : Api.json(manifest.body()).findValuesAsText("digest")) {
      URI blob = URI.create("http://%s/v2/%s/blobs/%s".formatted(host, repository, digest));
      if (send("HEAD", blob, new byte[0], OCI).statusCode() != 200) {
        missing.add(digest);
      }
    }
    return missing;
  }

  private HttpResponse<Void> send(String method, URI place, byte[] body, String type)
      throws IOException, InterruptedException {
    return client.send(request(method, place, body, type), BodyHandlers.discarding());
  }

  private static HttpRequest request(String method, URI place, byte[] body, String type) {
    String login = OutsideRegistry.USER + ":" + OutsideRegistry.PASSWORD;
    return HttpRequest.newBuilder(place)
        .header(
            "Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8)))
        .header("Content-Type", type)
        .header("Accept", OCI)
        .method(method, BodyPublishers.ofByteArray(body))
        .build();
  }

  private static String digest(byte[] content) throws Exception {
    return "sha256:"
        + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }
}
