package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.config.settings.Setting;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that wait at a real edge, because somebody paused the traffic of a service. */
@Timeout(120)
class HeldTrafficIT {
  private static final int AT_ONCE = 500;

  /** The settings of this test say so. */
  private static final int HELD_SECONDS = 10;

  /** Answers the handshake of RFC 6455, and then "pong" to each text of four letters. */
  private static final String SOCKET =
      """
      #!/bin/sh
      while read -r name value && [ "$name" != "$(printf '\\r')" ]; do
        case "$name" in [Ss]ec-[Ww]eb[Ss]ocket-[Kk]ey:) key=${value%?} ;; esac
      done
      if [ -z "$key" ]; then
        printf 'HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\nConnection: close\\r\\n\\r\\nup'
        exit
      fi
      proof=$(printf '%s258EAFA5-E914-47DA-95CA-C5AB0DC85B11' "$key" | sha1sum | cut -c 1-40)
      proof=$(printf "$(echo "$proof" | sed 's/../\\\\x&/g')" | base64)
      printf 'HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n'
      printf 'Sec-WebSocket-Accept: %s\\r\\n\\r\\n' "$proof"
      while [ "$(dd bs=1 count=10 2> /dev/null | wc -c)" = 10 ]; do printf '\\201\\004pong'; done
      """;

  private static RunningSlipway slipway;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    slipway = RunningSlipway.start(Map.of(Setting.EDGE_HOLD, HELD_SECONDS + "s"));
    api = slipway.api();
  }

  @AfterAll
  static void stop() throws Exception {
    slipway.close();
  }

  @Test
  void fiveHundredWaitAtOnceAndAreAllAnsweredAfterTheResume() throws Exception {
    Developer ann = slipway.developer("crowded");
    api.awaitDeployment(hospitable(ann).push(), "live");
    pause(ann);
    List<WaitingVisitor> waiting = new ArrayList<>();
    try {
      for (int i = 0; i < AT_ONCE; i++) {
        waiting.add(new WaitingVisitor(slipway.edgePort(), ann.host()));
      }
      theEdgeHasReadAllOfThem();
      for (WaitingVisitor visitor : waiting) {
        assertThat(visitor.isAnswered()).isFalse();
      }
      resume(ann);
      for (WaitingVisitor visitor : waiting) {
        assertThat(visitor.answer()).startsWith("HTTP/1.1 200 ");
      }
    } finally {
      for (WaitingVisitor visitor : waiting) {
        visitor.close();
      }
    }
  }

  @Test
  void whoWaitsLongerThanTheLimitIsToldWhenToComeAgain() throws Exception {
    Developer ann = slipway.developer("patient");
    ann.goLive(api, "one");
    pause(ann);
    try (WaitingVisitor visitor = new WaitingVisitor(slipway.edgePort(), ann.host())) {
      long asked = System.nanoTime();
      assertThat(visitor.answer())
          .startsWith("HTTP/1.1 503 ")
          .containsIgnoringCase("retry-after: ");
      long waited = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - asked);
      assertThat(waited).isBetween(HELD_SECONDS - 1L, HELD_SECONDS + 5L);
    }
    resume(ann);
    assertThat(Api.visit(slipway.edgePort(), ann.host(), "/").body()).isEqualTo("one");
  }

  @Test
  void anOpenWebSocketGoesOnWhileRequestsWait() throws Exception {
    Developer ann = slipway.developer("talking");
    ann.program("socket.sh", SOCKET)
        .file(
            "Dockerfile",
            Developer.FROM
                + "EXPOSE 8080\nCOPY socket.sh /\n"
                + "CMD [\"nc\", \"-ll\", \"-p\", \"8080\", \"-e\", \"/socket.sh\"]\n");
    api.awaitDeployment(ann.push(), "live");
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    try (HttpClient client = HttpClient.newHttpClient()) {
      WebSocket socket =
          client
              .newWebSocketBuilder()
              .header("Host", ann.host())
              .buildAsync(URI.create("ws://127.0.0.1:" + slipway.edgePort() + "/"), ear(heard))
              .get(10, TimeUnit.SECONDS);
      pause(ann);
      for (int i = 0; i < 3; i++) {
        socket.sendText("ping", true).get(10, TimeUnit.SECONDS);
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("pong");
      }
      resume(ann);
      assertThat(Api.visit(slipway.edgePort(), ann.host(), "/").body()).isEqualTo("up");
      socket.sendText("ping", true).get(10, TimeUnit.SECONDS);
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("pong");
      socket.abort();
    }
  }

  /** The web server of the other tests lets nine wait at its door; this one lets in thousands. */
  private static Developer hospitable(Developer developer) throws Exception {
    return developer.file("Dockerfile", "FROM registry:2\nEXPOSE 5000\n");
  }

  private static WebSocket.Listener ear(BlockingQueue<String> heard) {
    return new WebSocket.Listener() {
      @Override
      public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean end) {
        heard.add(text.toString());
        socket.request(1);
        return null;
      }
    };
  }

  /** Returns when the edge has heard of it. */
  private static void pause(Developer developer) throws Exception {
    api.post(path(developer) + "/pause", "{\"what\": \"traffic\"}");
    Wait.until(
        "requests to " + developer.host() + " wait",
        () -> {
          try (WaitingVisitor visitor = new WaitingVisitor(slipway.edgePort(), developer.host())) {
            return visitor.isAnswered();
          }
        },
        answered -> !answered);
    assertThat(service(developer).get("held").asBoolean()).isTrue();
  }

  private static void resume(Developer developer) throws Exception {
    api.post(path(developer) + "/resume", "{}");
    assertThat(service(developer).get("held").asBoolean()).isFalse();
  }

  /** Each loop of the edge takes its connections in the order in which they come. */
  private static void theEdgeHasReadAllOfThem() throws Exception {
    for (int i = 0; i < 4 * Runtime.getRuntime().availableProcessors(); i++) {
      HttpResponse<String> answer = Api.visit(slipway.edgePort(), "nobody.localhost", "/");
      assertThat(answer.statusCode()).isEqualTo(404);
    }
  }

  private static String path(Developer developer) {
    return "/api/v1/services/" + developer.service() + ".production";
  }

  private static JsonNode service(Developer developer) throws Exception {
    return api.get(path(developer));
  }
}
