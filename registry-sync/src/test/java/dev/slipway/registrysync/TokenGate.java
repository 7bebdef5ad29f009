package dev.slipway.registrysync;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Stands before a registry and lets through who has a token for the scope, which it gives to who
 * knows the password.
 */
final class TokenGate implements AutoCloseable {
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final String registry;
  private final String password;
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();

  private TokenGate(HttpServer server, String registry, String password) {
    this.server = server;
    this.registry = registry;
    this.password = password;
  }

  /** Opens it; {@code password} is the whole {@code Authorization} header. */
  static TokenGate before(String registry, String password) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    TokenGate gate = new TokenGate(server, registry, password);
    server.createContext("/token", gate::giveToken);
    server.createContext("/v2/", gate::pass);
    server.start();
    return gate;
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The queries that came to the token server. */
  Queue<String> asked() {
    return asked;
  }

  private void giveToken(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    asked.add(query);
    boolean known = password.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    answer(exchange, known ? 200 : 401, "{\"token\": \"" + token(query) + "\"}");
  }

  private static String token(String query) {
    return Integer.toHexString(query.hashCode());
  }

  private void pass(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String query = "service=gate";
    if (path.contains("/manifests/") || path.contains("/blobs/")) {
      String name = path.substring("/v2/".length()).replaceFirst("/(manifests|blobs)/.*", "");
      boolean reads = List.of("GET", "HEAD").contains(exchange.getRequestMethod());
      // The upload that a POST began is spoken to with what the POST was allowed with.
      reads &= !path.contains("/uploads/");
      query += "&scope=repository:" + name + (reads ? ":pull" : ":pull,push");
    }
    String wanted = "Bearer " + token(query);
    if (!wanted.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      String challenge = "Bearer realm=\"http://%s/token\",service=\"gate\"".formatted(host());
      exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
      answer(exchange, 401, "{}");
      return;
    }
    forward(exchange, path);
  }

  private void forward(HttpExchange exchange, String path) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    byte[] body = exchange.getRequestBody().readAllBytes();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://" + registry + path + (query == null ? "" : "?" + query)))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    for (String header : List.of("Accept", "Content-Type", "Content-Range", "Range")) {
      for (String value : exchange.getRequestHeaders().getOrDefault(header, List.of())) {
        request.header(header, value);
      }
    }
    try {
      HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
      response
          .headers()
          .map()
          .forEach((name, values) ->
              values.forEach(value ->
                  exchange.getResponseHeaders().add(name, value.replace(registry, host()))));
      answer(exchange, response.statusCode(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    answer(exchange, status, body.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    try (exchange) {
      boolean empty = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
      exchange.sendResponseHeaders(status, empty ? -1 : body.length);
      if (!empty) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }
}
