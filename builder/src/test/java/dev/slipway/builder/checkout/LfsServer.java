package dev.slipway.builder.checkout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of a forge that keeps large files: the batch API, and the files themselves. */
final class LfsServer {
  private static final ObjectMapper JSON = new ObjectMapper();

  final Map<String, byte[]> content = new HashMap<>();
  final List<String> asked = new ArrayList<>();

  /** Where the files are, as the batch API says; null for beside it. */
  @Nullable String elsewhere;

  /** What the batch API says to send along when fetching a file. */
  final Map<String, String> headers = new HashMap<>();

  /** Keeps a file, and returns the pointer to it. */
  String keep(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String oid = Digests.sha256(bytes);
    content.put(oid, bytes);
    return pointer(oid, bytes.length);
  }

  static String pointer(String oid, long size) {
    return "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n"
        .formatted(oid, size);
  }

  /** Whether this was for us. */
  boolean answered(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.endsWith("/info/lfs/objects/batch")) {
      asked.add("batch " + exchange.getRequestHeaders().getFirst("Authorization"));
      JsonNode question = JSON.readTree(exchange.getRequestBody());
      send(exchange, 200, JSON.writeValueAsBytes(answer(exchange, question)));
      return true;
    }
    if (path.startsWith("/large/")) {
      asked.add(
          "file "
              + exchange.getRequestHeaders().getFirst("Authorization")
              + " "
              + exchange.getRequestHeaders().getFirst("X-Signed"));
      byte[] file = content.get(path.substring("/large/".length()));
      send(exchange, file == null ? 404 : 200, file == null ? new byte[0] : file);
      return true;
    }
    return false;
  }

  private ObjectNode answer(HttpExchange exchange, JsonNode question) {
    ObjectNode answer = JSON.createObjectNode().put("transfer", "basic");
    var objects = answer.putArray("objects");
    String here = "http://" + exchange.getRequestHeaders().getFirst("Host");
    for (JsonNode wanted : question.path("objects")) {
      String oid = wanted.path("oid").asText();
      ObjectNode object = objects.addObject().put("oid", oid).put("size", 1);
      if (content.containsKey(oid)) {
        ObjectNode download = object.putObject("actions").putObject("download");
        download.put("href", (elsewhere == null ? here : elsewhere) + "/large/" + oid);
        ObjectNode along = download.putObject("header");
        headers.forEach(along::put);
      } else {
        object.putObject("error").put("code", 404).put("message", "Object does not exist");
      }
    }
    return answer;
  }

  static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }
}
