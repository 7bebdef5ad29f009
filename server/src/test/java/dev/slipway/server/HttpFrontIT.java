package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What strangers can do to the door. */
class HttpFrontIT {
  private static final int TEST_PATIENCE_MILLIS = 20_000;
  @TempDir Path folder;
  private Vertx vertx;
  private HttpFront front;

  @BeforeEach
  void listen() throws Exception {
    vertx = Vertx.vertx();
    front =
        HttpFront.listen(vertx, RunningSlipway.settings(folder, Map.of()), Duration.ofMillis(300));
    front.router().route().handler(context -> context.response().end("hello"));
    front.serve();
  }

  @AfterEach
  void close() throws Exception {
    front.close();
    HttpFront.await(vertx.close());
  }

  @Test
  void whoNeverFinishesTheHeadersIsCutOff() throws Exception {
    try (Socket socket = connect()) {
      send(socket, "POST /webhooks/github HTTP/1.1\r\nHost: x\r\nX-Slow: ");
      assertThat(socket.getInputStream().read()).as("end of the stream").isEqualTo(-1);
    }
  }

  @Test
  void aConnectionThatAskedOnceMayStaySilent() throws Exception {
    try (Socket socket = connect()) {
      String request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
      send(socket, request);
      assertThat(answer(socket)).endsWith("hello");
      try (Socket other = connect()) {
        assertThat(other.getInputStream().read()).as("the silent one is gone").isEqualTo(-1);
      }
      send(socket, request);
      assertThat(answer(socket)).endsWith("hello");
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.publicUrl().getPort());
    socket.setSoTimeout(TEST_PATIENCE_MILLIS);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  private static String answer(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder answer = new StringBuilder();
    while (!answer.toString().endsWith("hello")) {
      int next = in.read();
      assertThat(next).isNotNegative();
      answer.append((char) next);
    }
    return answer.toString();
  }
}
