package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessLogIT extends RunningEdge {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  Path accessLog() {
    return directory.resolve("log").resolve("access.log");
  }

  @Test
  void writesALineForEachRequest() throws Exception {
    route(instance(r -> r.response().setStatusCode(201).end("hello")));
    send(request("/a/b?secret=1").header("X-Request-Id", "id-1").POST(BodyPublishers.noBody()));

    JsonNode line = awaitLines(1).getFirst();

    assertThat(line.fieldNames())
        .toIterable()
        .containsExactly(
            "time", "service", "release", "host", "method", "path", "status", "bytes", "ms", "id");
    assertThat(Duration.between(Instant.parse(line.get("time").asText()), Instant.now()))
        .isLessThan(SOON);
    assertThat(line.get("service").asText()).isEqualTo("shop.test");
    assertThat(line.get("release").asInt()).isEqualTo(1);
    assertThat(line.get("host").asText()).isEqualTo("127.0.0.1");
    assertThat(line.get("method").asText()).isEqualTo("POST");
    assertThat(line.get("path").asText()).isEqualTo("/a/b");
    assertThat(line.get("status").asInt()).isEqualTo(201);
    assertThat(line.get("bytes").asInt()).isEqualTo(5);
    assertThat(line.get("ms").asDouble()).isBetween(0.0, 10_000.0);
    assertThat(line.get("id").asText()).isEqualTo("id-1");
  }

  @Test
  void writesWhatTheEdgeAnswersItself() throws Exception {
    route(closedPort());
    send(request("/"));
    hold(true);
    send(request("/"));
    try (RawClient client = raw()) {
      client.write("GET /x HTTP/1.1\r\nHost: nobody.localhost\r\n\r\n");
      client.readUntil("404");
    }
    List<JsonNode> lines = awaitLines(3);
    assertThat(lines).extracting(line -> line.get("status").asInt()).containsExactly(502, 503, 404);
    assertThat(lines.getLast().has("service")).isFalse();
  }

  @Test
  void writesThatAClientWentAway() throws Exception {
    route(instance(_ -> {}));
    hold(true);
    try (RawClient client = raw()) {
      client.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
      awaitTrue(() -> edge().waiting() == 1);
    }
    assertThat(awaitLines(1).getFirst().get("status").asInt()).isEqualTo(499);
  }

  @Test
  void writesOneLineWhateverIsAskedFor() throws Exception {
    route(instance(r -> r.response().end()));
    try (RawClient client = raw()) {
      client.write(
          "GET /\"quoted\\and\u00e9 HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Request-Id: a\"b\r\n\r\n");
      client.readUntil("\r\n\r\n");
    }
    assertThat(awaitLines(1)).hasSize(1);
  }

  private List<JsonNode> awaitLines(int count) throws IOException {
    awaitTrue(() -> read().size() >= count);
    List<JsonNode> lines = new ArrayList<>();
    for (String line : read()) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  private List<String> read() {
    try {
      return Files.exists(accessLog()) ? Files.readAllLines(accessLog()) : List.of();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
