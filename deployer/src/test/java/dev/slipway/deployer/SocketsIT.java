package dev.slipway.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.Instance;
import dev.slipway.core.pipeline.HealthCheck.Probe;
import dev.slipway.deployer.Outside.Verdict;
import dev.slipway.deployer.Outside.Verdict.Healthy;
import dev.slipway.deployer.Outside.Verdict.NotYet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SocketsIT {
  private static final Duration TIMEOUT = Duration.ofMillis(400);
  private final ServerSocket server = listen();
  private final Sockets sockets = new Sockets();
  private final CountDownLatch done = new CountDownLatch(1);

  @AfterEach
  void closeTheServer() throws IOException {
    done.countDown();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 302, 399})
  void anAnswerFrom200To399IsHealthyAndRedirectsAreNotFollowed(int status) {
    serve(socket -> answer(socket, "HTTP/1.1 " + status + " Whatever\r\nLocation: /x\r\n\r\n"));

    assertThat(http("/up")).isEqualTo(new Healthy());
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 500 Oops, it answered 500",
    "HTTP/1.0 404, it answered 404",
    "HTTP/1.1 199 Early, it answered 199",
    "SSH-2.0-OpenSSH, what answers there does not speak HTTP"
  })
  void anyOtherAnswerIsNotYetAndSaysWhich(String line, String because) {
    serve(socket -> answer(socket, line + "\r\n\r\n"));

    assertThat(http("/up")).isEqualTo(new NotYet(because));
  }

  @Test
  void theRequestCarriesTheHostAndNothingThatBreaksItsLine() throws Exception {
    BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    serve(socket -> {
      byte[] request = new byte[1024];
      int length = socket.getInputStream().read(request);
      requests.add(new String(request, 0, length, StandardCharsets.US_ASCII));
      answer(socket, "HTTP/1.1 200 OK\r\n\r\n");
    });

    assertThat(http("/up?a=ä b\r\nX: y")).isEqualTo(new Healthy());
    assertThat(requests.take())
        .startsWith("GET /up?a=%C3%A4%20b%0D%0AX:%20y HTTP/1.1\r\nHost: shop.localhost\r\n");
  }

  @Test
  void aServerThatSaysNothingIsNotYetAfterTheTimeout() {
    serve(socket -> done.await());

    assertThat(http("/up")).isEqualTo(new NotYet("no answer within 400 ms"));
  }

  @Test
  void aServerThatDripsItsAnswerIsNotYetAfterTheTimeoutToo() {
    serve(socket -> {
      while (done.getCount() > 0) {
        answer(socket, "H");
        var _ = done.await(20, TimeUnit.MILLISECONDS);
      }
    });

    assertThat(http("/up")).isInstanceOf(NotYet.class);
  }

  @Test
  void aConnectionThatStaysOpenIsHealthy() {
    serve(socket -> done.await());

    assertThat(tcp()).isEqualTo(new Healthy());
  }

  @Test
  void aServerThatSpeaksFirstIsHealthy() {
    serve(socket -> answer(socket, "220 ready\r\n"));

    assertThat(tcp()).isEqualTo(new Healthy());
  }

  @Test
  void aConnectionThatIsClosedAtOnceIsNotYetForBothKinds() {
    serve(Socket::close);

    assertThat(tcp()).isInstanceOf(NotYet.class);
    serve(socket -> {
      socket.setSoLinger(true, 0);
      socket.close();
    });
    assertThat(http("/up"))
        .isEqualTo(new NotYet("the connection was closed at once, so nothing listens there yet"));
  }

  @Test
  void aClosedPortIsNotYet() throws Exception {
    server.close();

    assertThat(tcp()).isEqualTo(new NotYet("the connection was refused"));
    assertThat(http("/up")).isEqualTo(new NotYet("the connection was refused"));
  }

  private Verdict http(String path) {
    return sockets.http(instance(), "shop.localhost", new Probe.Http(path), TIMEOUT);
  }

  private Verdict tcp() {
    return sockets.tcp(instance(), TIMEOUT);
  }

  private Instance instance() {
    return new Instance("box", "127.0.0.1", server.getLocalPort());
  }

  private static ServerSocket listen() {
    try {
      return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Handles one connection. */
  private void serve(Handler handler) {
    Thread.ofVirtual()
        .start(() -> {
          try (Socket socket = server.accept()) {
            handler.handle(socket);
          } catch (IOException | InterruptedException e) {
            // The client went away, as it may.
            return;
          }
        });
  }

  private interface Handler {
    void handle(Socket socket) throws IOException, InterruptedException;
  }
}
