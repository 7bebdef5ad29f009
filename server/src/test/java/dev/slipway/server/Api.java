package dev.slipway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** A Slipway as its users reach it. Every answer is held to be free of our own errors. */
final class Api {
  static final String TOKEN = "token-of-the-administrator";

  /** Visitors wait as long as an edge may have them wait. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Over HTTP/2 the host is the authority, which this client makes of the address. */
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI server;

  Api(URI server) {
    this.server = server;
  }

  URI url(String path) {
    return server.resolve(path);
  }

  /** What is at the path; it must be there. */
  JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = send("GET", path, new byte[0]);
    assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  /** Sends JSON, which must be accepted. */
  JsonNode post(String path, String json) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        send("POST", path, json.getBytes(UTF_8), "Content-Type", "application/json");
    assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isBetween(200, 202);
    return JSON.readTree(answer.body());
  }

  /** Any request, with the administrator's token; headers come in pairs. */
  HttpResponse<String> send(String method, String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url(path))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + TOKEN)
            .method(method, BodyPublishers.ofByteArray(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    HttpResponse<String> answer = CLIENT.send(request.build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isNotEqualTo(500);
    assertThat(answer.body()).doesNotContain("\tat ", "dev.slipway.", "Exception:");
    return answer;
  }

  /** An answer as it comes. */
  InputStream open(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url(path)).header("Authorization", "Bearer " + TOKEN).build();
    return CLIENT.send(request, BodyHandlers.ofInputStream()).body();
  }

  /** What a service answers to a visitor who comes by its host name. */
  static HttpResponse<String> visit(int edgePort, String host, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + edgePort + path))
            .header("Host", host)
            .timeout(PATIENCE)
            .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  JsonNode build(String id) throws IOException, InterruptedException {
    return get("/api/v1/builds/" + id);
  }

  /** The build, once it has ended in this way. */
  JsonNode awaitBuild(String id, String status) throws Exception {
    return Wait.until(
        "build " + id + " is " + status,
        () -> build(id),
        build -> {
          String now = build.get("status").asText();
          boolean ended = !List.of("queued", "running", "canceling").contains(now);
          assertThat(!ended || now.equals(status)).as("%s", build).isTrue();
          return ended;
        });
  }

  /** The one deployment of a build, once it has ended in this way. */
  JsonNode awaitDeployment(String build, String status) throws Exception {
    JsonNode deployments = awaitBuild(build, "succeeded").get("deployments");
    assertThat(deployments).hasSize(1);
    return awaitRollout(deployments.get(0).asText(), status);
  }

  /** A deployment, once it has ended in this way. */
  JsonNode awaitRollout(String id, String status) throws Exception {
    return Wait.until(
        "deployment " + id + " is " + status,
        () -> get("/api/v1/deployments/" + id),
        deployment -> {
          String now = deployment.get("status").asText();
          boolean ended = List.of("live", "failed", "rolled_back").contains(now);
          assertThat(!ended || now.equals(status)).as("%s", deployment).isTrue();
          return ended;
        });
  }

  /** The service of that name. */
  JsonNode service(String name) throws IOException, InterruptedException {
    return items("/api/v1/services?limit=200").stream()
        .filter(service -> service.get("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The releases of the service of that name, newest first. */
  List<JsonNode> releases(String name) throws IOException, InterruptedException {
    return items("/api/v1/services/" + service(name).get("id").asText() + "/releases");
  }

  /** The numbers of all lines of a build's log; the log must have ended. */
  List<Long> logNumbers(String build) throws IOException, InterruptedException {
    JsonNode log = get("/api/v1/builds/" + build + "/log?limit=10000");
    assertThat(log.get("complete").asBoolean()).isTrue();
    List<Long> numbers = new ArrayList<>();
    log.get("lines").forEach(line -> numbers.add(line.get("n").asLong()));
    return numbers;
  }

  List<JsonNode> items(String path) throws IOException, InterruptedException {
    return StreamSupport.stream(get(path).get("items").spliterator(), false).toList();
  }

  static JsonNode json(String text) throws IOException {
    return JSON.readTree(text);
  }
}
