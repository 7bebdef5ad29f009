package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TunnelIT extends RunningEdge {
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  @Test
  void passesAWebSocketWithItsSubprotocolBothWays() throws Exception {
    route(echo());
    WebSocket socket = connect();
    assertThat(socket.getSubprotocol()).isEqualTo("chat.v2");
    socket.sendText("hello", true).get(10, TimeUnit.SECONDS);
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("hello");
    String large = "x".repeat(50_000);
    socket.sendText(large, true).get(10, TimeUnit.SECONDS);
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(large);
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").get(10, TimeUnit.SECONDS);
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("closed 1000");
  }

  @Test
  void staysWithTheOldInstanceAfterASwitchAndIsCountedUntilItEnds() throws Exception {
    int old = echo();
    route(old);
    WebSocket socket = connect();
    route(instance(r -> r.response().end("new")));
    assertThat(awaitDraining(old, 1)).isTrue();
    assertThat(send(request("/")).body()).isEqualTo("new");
    socket.sendText("still", true).get(10, TimeUnit.SECONDS);
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("still");
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").get(10, TimeUnit.SECONDS);
    assertThat(awaitDraining(old, 0)).isTrue();
  }

  @Test
  void closesWhenTheInstanceIsStopped() throws Exception {
    BlockingQueue<Runnable> stop = new LinkedBlockingQueue<>();
    int port = instance(r -> r.toNetSocket().onSuccess(s -> stop.add(s::close)));
    route(port);
    try (RawClient client = raw()) {
      client.write(
          """
          GET / HTTP/1.1\r
          Host: 127.0.0.1\r
          Connection: Upgrade\r
          Upgrade: bytes\r
          \r
          """);
      assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 101");
      stop.take().run();
      assertThat(client.readAll()).isEmpty();
    }
    route(closedPort());
    assertThat(awaitDraining(port, 0)).isTrue();
  }

  @Test
  void passesAnyUpgradeByteByByte() throws Exception {
    route(
        instance(r -> {
          r.response().putHeader("Upgrade", "bytes").putHeader("Connection", "Upgrade");
          r.toNetSocket().onSuccess(s -> s.handler(s::write));
        }));
    try (RawClient client = raw()) {
      client.write(
          """
          GET / HTTP/1.1\r
          Host: 127.0.0.1\r
          Connection: keep-alive, Upgrade\r
          Upgrade: bytes\r
          \r
          """);
      assertThat(client.readUntil("\r\n\r\n")).containsIgnoringCase("upgrade: bytes");
      assertThat(client.write("\u0001\u0002no frame").readUntil("no frame"))
          .isEqualTo("\u0001\u0002no frame");
    }
  }

  @Test
  void passesTheAnswerOfAnInstanceThatRefusesToUpgrade() throws Exception {
    route(instance(r -> r.response().setStatusCode(403).end("no")));
    try (RawClient client = raw()) {
      String request =
          "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
      assertThat(client.write(request).readUntil("no")).startsWith("HTTP/1.1 403");
      assertThat(client.write(request).readUntil("no")).startsWith("HTTP/1.1 403");
    }
  }

  private WebSocket connect() throws Exception {
    return http.newWebSocketBuilder()
        .subprotocols("chat.v2")
        .buildAsync(URI.create("ws://127.0.0.1:" + port() + "/socket"), new Ear())
        .get(10, TimeUnit.SECONDS);
  }

  private int echo() throws Exception {
    return get(vertx
            .createHttpServer(
                new HttpServerOptions().setHost("127.0.0.1").addWebSocketSubProtocol("chat.v2"))
            .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage))
            .listen(0, "127.0.0.1"))
        .actualPort();
  }

  /** Collects what the other side says. */
  private final class Ear implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      message.append(part);
      if (last) {
        heard.add(message.toString());
        message.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      heard.add("closed " + status);
      return null;
    }
  }
}
