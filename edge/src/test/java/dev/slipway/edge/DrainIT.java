package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What lasts longer than a switch has the grace period, after which the container is stopped. */
class DrainIT extends RunningEdge {
  private final BlockingQueue<HttpServerResponse> streams = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  @Test
  void streamsAndSocketsLiveOnOverASwitchUntilTheirInstanceIsStopped() throws Exception {
    HttpServer old = streamsAndSockets();
    route(old.actualPort());
    HttpResponse<InputStream> stream =
        http.send(request("/events").build(), BodyHandlers.ofInputStream());
    HttpServerResponse events = streams.take();
    WebSocket socket = connect();

    route(instance(r -> r.response().end("new")));

    assertThat(awaitDraining(old.actualPort(), 2)).isTrue();
    assertThat(send(request("/")).body()).isEqualTo("new");
    events.write("data: still\n\n");
    assertThat(new String(stream.body().readNBytes(13), StandardCharsets.UTF_8))
        .isEqualTo("data: still\n\n");
    socket.sendText("still", true).get(10, TimeUnit.SECONDS);
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("still");

    get(old.close());

    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("closed");
    assertThatThrownBy(() -> stream.body().read()).isInstanceOf(IOException.class);
    assertThat(awaitDraining(old.actualPort(), 0)).isTrue();
  }

  @Test
  void whateverEndsByItselfIsCountedNoLonger() throws Exception {
    HttpServer old = streamsAndSockets();
    route(old.actualPort());
    HttpResponse<InputStream> stream =
        http.send(request("/events").build(), BodyHandlers.ofInputStream());
    WebSocket socket = connect();
    route(instance(r -> r.response().end("new")));
    assertThat(awaitDraining(old.actualPort(), 2)).isTrue();

    stream.body().close();
    assertThat(awaitDraining(old.actualPort(), 1)).isTrue();
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").get(10, TimeUnit.SECONDS);
    assertThat(awaitDraining(old.actualPort(), 0)).isTrue();
  }

  private HttpServer streamsAndSockets() throws Exception {
    return get(
        vertx
            .createHttpServer()
            .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage))
            .requestHandler(r -> {
              r.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
              r.response().writeHead();
              streams.add(r.response());
            })
            .listen(0, "127.0.0.1"));
  }

  private WebSocket connect() throws Exception {
    return http.newWebSocketBuilder()
        .buildAsync(URI.create("ws://127.0.0.1:" + port() + "/socket"), new Ear())
        .get(10, TimeUnit.SECONDS);
  }

  private final class Ear implements WebSocket.Listener {
    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      heard.add(text.toString());
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      heard.add("closed");
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      heard.add("closed");
    }
  }
}
