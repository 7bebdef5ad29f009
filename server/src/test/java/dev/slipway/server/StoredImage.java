package dev.slipway.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** An image that a build says it pushed, as the registry itself knows it. */
record StoredImage(String registry, String repository, String digest) {
  private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

  static StoredImage of(JsonNode build) {
    JsonNode image = build.get("images").get(0);
    String[] parts = image.get("reference").asText().split("[/@]", 2);
    String path = parts[1];
    return new StoredImage(
        parts[0], path.substring(0, path.indexOf('@')), image.get("digest").asText());
  }

  /** What the registry has under a tag or digest; empty where it has nothing. */
  String digestOf(String reference) throws IOException, InterruptedException {
    URI manifest =
        URI.create("http://%s/v2/%s/manifests/%s".formatted(registry, repository, reference));
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(manifest)
              .header("Accept", MANIFEST)
              .method("HEAD", BodyPublishers.noBody())
              .build();
      HttpResponse<Void> answer = client.send(request, BodyHandlers.discarding());
      return answer.headers().firstValue("Docker-Content-Digest").orElse("");
    }
  }
}
