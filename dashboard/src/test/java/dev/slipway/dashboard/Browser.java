package dev.slipway.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Calls the stage from outside, with an API token unless told otherwise. */
final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Stage stage;
  private final HttpClient client = HttpClient.newHttpClient();

  Browser(Stage stage) {
    this.stage = stage;
  }

  /** A request to be completed and sent; headers come in pairs. */
  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    return client.send(request(method, path, body, headers), BodyHandlers.ofString());
  }

  /** A whole answer to a caller with a token. */
  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return send("GET", path, "", withToken(headers));
  }

  HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
    return send("POST", path, json, withToken("Content-Type", "application/json"));
  }

  HttpResponse<String> put(String path, String json) throws IOException, InterruptedException {
    return send("PUT", path, json, withToken("Content-Type", "application/json"));
  }

  HttpResponse<String> delete(String path) throws IOException, InterruptedException {
    return send("DELETE", path, "", withToken());
  }

  /** What a page's form sends, and the page that comes back. */
  HttpResponse<String> submit(String path, String form) throws IOException, InterruptedException {
    return send(
        "POST",
        path,
        form,
        withToken(
            "Content-Type", "application/x-www-form-urlencoded", "Accept", "text/html,*/*;q=0.8"));
  }

  HttpResponse<String> page(String path) throws IOException, InterruptedException {
    return get(path, "Accept", "text/html,*/*;q=0.8");
  }

  /** The answer as it comes, line by line. */
  InputStream open(String path, String... headers) throws IOException, InterruptedException {
    return client
        .send(request("GET", path, "", withToken(headers)), BodyHandlers.ofInputStream())
        .body();
  }

  /** What a stranger gets. */
  HttpResponse<String> anonymously(String method, String path, String... headers)
      throws IOException, InterruptedException {
    return send(method, path, "", headers);
  }

  static JsonNode json(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body());
  }

  static JsonNode json(String text) throws IOException {
    return JSON.readTree(text);
  }

  private static String[] withToken(String... headers) {
    String[] more = new String[headers.length + 2];
    System.arraycopy(headers, 0, more, 0, headers.length);
    more[headers.length] = "Authorization";
    more[headers.length + 1] = "Bearer " + Stage.TOKEN;
    return more;
  }

  private HttpRequest request(String method, String path, String body, String... headers) {
    URI url = stage.url(path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(Duration.ofSeconds(20))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request.build();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
