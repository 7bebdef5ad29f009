package dev.slipway.webhook.forge.testing;

import dev.slipway.core.source.Forge;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * An event that a webhook is told of.
 *
 * @param name the forge's word for it
 */
record FakeEvent(String name, String body) {
  /** Sends it with the proof that the forge gives, and returns the status that was answered. */
  int send(Forge kind, FakeHook hook, String id) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(hook.url()))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    FakeProof.headers(kind, name, id, hook, body).forEach(request::header);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }
}
