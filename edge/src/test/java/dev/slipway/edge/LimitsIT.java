package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.Share;
import dev.slipway.core.pipeline.EdgeLimits;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsIT extends RunningEdge {
  private final AtomicInteger reached = new AtomicInteger();

  @Test
  void refusesALargeBodyAsSoonAsItsLengthIsKnown() throws Exception {
    limitBody(10);
    try (RawClient client = raw()) {
      client.write("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 11\r\n\r\n");
      assertThat(client.readUntil("10 bytes")).startsWith("HTTP/1.1 413").contains("shop.test");
    }
    assertThat(reached).hasValue(0);
  }

  @Test
  void refusesALargeBodyWhileItStreams() throws Exception {
    limitBody(100_000);
    byte[] body = new byte[1_000_000];
    try (RawClient client = raw()) {
      client.write(
          "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "20000\r\n"
              + "x".repeat(0x20000)
              + "\r\n");
      assertThat(client.readUntil("100000 bytes")).startsWith("HTTP/1.1 413");
    }
    var streamed = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body, 0, 100_000));
    HttpResponse<String> fits = send(request("/").POST(streamed));
    assertThat(fits.statusCode()).isEqualTo(200);
    assertThat(fits.body()).isEqualTo("100000");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10})
  void passesABodyOfTheRightSize(int size) throws Exception {
    limitBody(10);
    HttpResponse<String> answer =
        send(request("/").POST(BodyPublishers.ofByteArray(new byte[size])));
    assertThat(answer.body()).isEqualTo("" + size);
  }

  @Test
  void goesOnWithTheConnectionAfterARefusal() throws Exception {
    limitBody(10);
    try (RawClient client = raw()) {
      client.write("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 11\r\n\r\nhello world");
      assertThat(client.readUntil("Request ")).startsWith("HTTP/1.1 413");
      client.write("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\n\r\nhello");
      assertThat(client.readUntil("\r\n\r\n5")).contains("HTTP/1.1 200");
    }
  }

  @Test
  void endsWaitingForAnAnswerAfterTheServicesOwnTime() throws Exception {
    Share silent = new Share(1, 100, at(instance(_ -> {})));
    publish(route(new EdgeLimits(null, Duration.ofMillis(50)), silent));
    HttpResponse<String> answer = send(request("/"));
    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(answer.body()).contains("within 0.05 s");
  }

  private void limitBody(long bytes) throws Exception {
    int port =
        instance(r -> {
          reached.incrementAndGet();
          r.body().onSuccess(body -> r.response().end("" + body.length()));
        });
    publish(route(new EdgeLimits(bytes, null), new Share(1, 100, at(port))));
  }
}
