package dev.slipway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.cli.api.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * Plays the REST contract: each test lays ready what is answered to which call. Any other call is a
 * 404, any call without the token a 401, and every call is written down.
 */
final class RestServer implements AutoCloseable {
  static final String TOKEN = "slw_test";

  private final HttpServer server;
  private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  RestServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers a call; of several answers to the same call the last one stays. */
  RestServer on(String call, int status, String body) {
    replies.computeIfAbsent(call, _ -> new ArrayDeque<>()).add(new Reply(status, body, false));
    return this;
  }

  /** Answers with an event stream that ends, or breaks, after what is given. */
  RestServer onStream(String call, String events, boolean breaks) {
    replies.computeIfAbsent(call, _ -> new ArrayDeque<>()).add(new Reply(200, events, breaks));
    return this;
  }

  List<Request> requests() {
    return requests;
  }

  /** The only body that was sent by this method. */
  ObjectNode body(String method) throws IOException {
    List<Request> sent = requests.stream().filter(each -> each.method().equals(method)).toList();
    if (sent.size() == 1 && Json.read(sent.getFirst().body()) instanceof ObjectNode body) {
      return body;
    }
    throw new AssertionError("not one " + method + " with an object: " + sent);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String target = exchange.getRequestURI().toString().replaceFirst("^/api/v1/", "");
      String method = exchange.getRequestMethod();
      String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      requests.add(new Request(method, target, body, last == null ? "" : last));
      if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        send(exchange, new Reply(401, "{\"title\":\"Not signed in\",\"status\":401}", false));
        return;
      }
      Deque<Reply> found = replies.get(method + " " + target);
      send(exchange, found == null ? unknown(method, target) : next(found));
    }
  }

  private static Reply next(Deque<Reply> found) {
    synchronized (found) {
      return found.size() > 1 ? found.removeFirst() : found.getFirst();
    }
  }

  private static Reply unknown(String method, String target) {
    JsonNode problem =
        Json.object()
            .put("title", "Not found")
            .put("status", 404)
            .put("detail", "nothing answers " + method + " " + target);
    return new Reply(404, Json.write(problem), false);
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    if (reply.breaks()) {
      // More is promised than comes, so that the reader sees a broken connection.
      exchange.sendResponseHeaders(reply.status(), bytes.length + 1000L);
    } else {
      exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    }
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
      exchange.getResponseBody().flush();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  record Request(String method, String target, String body, String lastEventId) {}

  private record Reply(int status, String body, boolean breaks) {}
}
