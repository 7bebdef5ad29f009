package dev.slipway.cli.hook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Receives webhooks and gives the answers that a test laid ready, the last one again and again. */
final class WebhookReceiver implements AutoCloseable {
  static final Answer STARTED =
      new Answer(
          202,
          """
          {"delivery_id":"dlv_1","duplicate":false,"changes":[{"kind":"push","sha":"x",\
          "ref":"r","decision":"build","build_id":"bld_7","rule":"none","reason":"a new commit"}]}
          """);

  private final HttpServer server;
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private volatile Answer last = STARTED;

  WebhookReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/webhooks/git/repo_1", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/webhooks/git/repo_1";
  }

  void answer(Answer... next) {
    answers.addAll(java.util.List.of(next));
  }

  /** The next request; all that a push sends is here before the push ends. */
  Received next() {
    Received next = received.poll();
    if (next == null) {
      throw new AssertionError("no further webhook was received");
    }
    return next;
  }

  boolean isEmpty() {
    return received.isEmpty();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
      received.add(new Received(headers, exchange.getRequestBody().readAllBytes()));
      Answer next = answers.poll();
      if (next != null) {
        last = next;
      }
      byte[] body = last.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(last.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  record Answer(int status, String body) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Received(Map<String, String> headers, byte[] body) {
    String header(String name) {
      return java.util.Objects.requireNonNull(headers.get(name), name);
    }
  }
}
