package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryIT extends RunningEdge {
  @ParameterizedTest
  @ValueSource(strings = {"GET", "OPTIONS", "PUT", "DELETE"})
  void sendsAnIdempotentRequestToAnotherInstanceWhenOneTakesNoConnection(String method)
      throws Exception {
    route(closedPort(), instance(r -> r.body().onSuccess(body -> r.response().end("got " + body))));
    for (int i = 0; i < 10; i++) {
      HttpResponse<String> answer =
          send(request("/").method(method, BodyPublishers.ofString("once")));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("got once");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PATCH"})
  void triesNothingTwiceThatIsNotIdempotent(String method) throws Exception {
    route(closedPort());
    HttpResponse<String> answer =
        send(request("/").method(method, BodyPublishers.ofString("once")));
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("shop.test", "127.0.0.1", "takes no connection");
  }

  @Test
  void givesUpWhenNobodyTakesAConnection() throws Exception {
    route(closedPort());
    HttpResponse<String> answer = send(request("/").header("Accept", "text/html"));
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
  }

  @Test
  void repeatsAReadOnceWhenAKeptConnectionEndsUnderIt() throws Exception {
    try (ClosesOnSecond instance = new ClosesOnSecond()) {
      route(instance.port());
      for (int i = 0; i < 6; i++) {
        assertThat(send(request("/")).statusCode()).isEqualTo(200);
      }
      assertThat(instance.requests.get()).isGreaterThan(6);
    }
  }

  @Test
  void repeatsNoWriteWhenAKeptConnectionEndsUnderIt() throws Exception {
    try (ClosesOnSecond instance = new ClosesOnSecond()) {
      route(instance.port());
      int sent = 0;
      int status = 200;
      // The first goes over a fresh connection, which is kept; a later one meets its end.
      while (status == 200 && sent < 50) {
        status = send(request("/").POST(BodyPublishers.noBody())).statusCode();
        sent++;
      }
      assertThat(status).isEqualTo(502);
      assertThat(instance.requests.get()).isEqualTo(sent);
    }
  }

  @Test
  void repeatsAReadElsewhereWhenANewConnectionEndsBeforeItsAnswer() throws Exception {
    try (ServerSocket ending = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> closeAll(ending));
      route(ending.getLocalPort(), instance(r -> r.response().end("here")));
      for (int i = 0; i < 10; i++) {
        assertThat(send(request("/")).body()).isEqualTo("here");
      }
    }
  }

  @Test
  void repeatsNoWriteWhenANewConnectionEndsBeforeItsAnswer() throws Exception {
    try (ServerSocket ending = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> closeAll(ending));
      route(ending.getLocalPort());
      HttpResponse<String> answer = send(request("/").PUT(BodyPublishers.ofString("once")));
      assertThat(answer.statusCode()).isEqualTo(502);
      assertThat(answer.body()).contains("closed the connection before its answer");
    }
  }

  /** As what takes connections for a container that has just ended. */
  private static void closeAll(ServerSocket server) {
    try {
      while (true) {
        server.accept().close();
      }
    } catch (IOException _) {
      // The test is over.
    }
  }

  /** Answers the first request of each connection and closes on the second, having read it. */
  private static final class ClosesOnSecond implements AutoCloseable {
    final AtomicInteger requests = new AtomicInteger();
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    ClosesOnSecond() throws IOException {
      Thread.ofVirtual().start(this::accept);
    }

    int port() {
      return server.getLocalPort();
    }

    private void accept() {
      try {
        while (true) {
          Socket socket = server.accept();
          Thread.ofVirtual().start(() -> serve(socket));
        }
      } catch (IOException _) {
        // The test is over.
      }
    }

    private void serve(Socket socket) {
      try (socket) {
        readHead(socket);
        socket
            .getOutputStream()
            .write(
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                    .getBytes(StandardCharsets.US_ASCII));
        readHead(socket);
      } catch (IOException _) {
        // The edge closed it.
      }
    }

    private void readHead(Socket socket) throws IOException {
      int last = 0;
      while (last != 0x0d0a0d0a) {
        int next = socket.getInputStream().read();
        if (next < 0) {
          throw new IOException("closed");
        }
        last = (last << 8) | next;
      }
      requests.incrementAndGet();
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
