package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StreamIT extends RunningEdge {
  private static final int CHUNK = 64 * 1024;
  private static final long LARGE = 256L * 1024 * 1024;

  /** What may wait in socket buffers and write queues on the way. */
  private static final long ON_THE_WAY = 64L * 1024 * 1024;

  @Test
  void letsTheInstanceWaitForASlowReader() throws Exception {
    AtomicLong written = new AtomicLong();
    route(instance(r -> writeOn(r.response().setChunked(true), written)));
    HttpResponse<InputStream> answer =
        http.send(request("/").build(), BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      assertThat(body.read()).isZero();
      awaitStill(written);
      assertThat(written.get()).isLessThan(ON_THE_WAY);
      long size = 1;
      byte[] buffer = new byte[CHUNK];
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        size += n;
      }
      assertThat(size).isEqualTo(LARGE);
    }
  }

  @Test
  void letsTheClientWaitForASlowInstance() throws Exception {
    CountDownLatch readOn = new CountDownLatch(1);
    AtomicLong sent = new AtomicLong();
    route(
        instance(r -> {
          AtomicLong size = new AtomicLong();
          r.pause();
          r.handler(chunk -> size.addAndGet(chunk.length()));
          r.endHandler(_ -> r.response().end("" + size));
          vertx
              .executeBlocking(() -> {
                readOn.await();
                return true;
              })
              .onSuccess(_ -> r.resume());
        }));
    var answer =
        http.sendAsync(
            request("/")
                .timeout(java.time.Duration.ofMinutes(1))
                .POST(BodyPublishers.ofInputStream(() -> new Zeros(LARGE, sent)))
                .build(),
            BodyHandlers.ofString());
    awaitTrue(() -> sent.get() > 0);
    awaitStill(sent);
    assertThat(sent.get()).isLessThan(ON_THE_WAY);
    readOn.countDown();
    assertThat(answer.get(1, TimeUnit.MINUTES).body()).isEqualTo("" + LARGE);
  }

  @Test
  void passesEventsAsTheyCome() throws Exception {
    BlockingQueue<HttpServerResponse> open = new LinkedBlockingQueue<>();
    route(
        instance(r -> {
          r.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
          r.response().writeHead();
          open.add(r.response());
        }));
    HttpResponse<InputStream> answer =
        http.send(request("/").build(), BodyHandlers.ofInputStream());
    assertThat(answer.headers().firstValue("content-type")).hasValue("text/event-stream");
    HttpServerResponse events = open.take();
    for (int i = 0; i < 3; i++) {
      events.write("data: " + i + "\n\n");
      assertThat(new String(answer.body().readNBytes(9), java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo("data: " + i + "\n\n");
    }
    events.end();
    assertThat(answer.body().read()).isEqualTo(-1);
  }

  @Test
  void breaksAnAnswerOffWhereTheInstanceBreaksOff() throws Exception {
    route(
        instance(r -> {
          r.response().setChunked(true).write("half");
          vertx.setTimer(50, _ -> r.connection().close());
        }));
    assertThatThrownBy(() -> send(request("/"))).isInstanceOf(IOException.class);
    try (RawClient client = raw()) {
      client.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
      assertThat(client.readAll()).contains("half").doesNotContain("\r\n0\r\n");
    }
  }

  @Test
  void tellsTheInstanceThatTheClientHasGone() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(1);
    int port =
        instance(r -> {
          r.response().closeHandler(_ -> gone.countDown());
          asked.countDown();
        });
    route(port);
    try (RawClient client = raw()) {
      client.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
    route(closedPort());
    assertThat(awaitDraining(port, 0)).isTrue();
  }

  @Test
  void passesAnAnswerThatComesBeforeTheEndOfTheRequest() throws Exception {
    int port = instance(r -> r.response().setStatusCode(413).end("too much"));
    route(port);
    try (RawClient client = raw()) {
      client.write("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n\r\nabc");
      assertThat(client.readUntil("too much")).startsWith("HTTP/1.1 413");
      route(closedPort());
      assertThat(awaitDraining(port, 0)).isTrue();
    }
  }

  private static void writeOn(HttpServerResponse response, AtomicLong written) {
    if (response.ended()) {
      return;
    }
    while (written.get() < LARGE && !response.writeQueueFull()) {
      response.write(Buffer.buffer(new byte[CHUNK]));
      written.addAndGet(CHUNK);
    }
    if (written.get() < LARGE) {
      response.drainHandler(_ -> writeOn(response, written));
    } else {
      response.end();
    }
  }

  /** Waits until the count has stood still for a while. */
  private static void awaitStill(AtomicLong count) {
    long[] seen = {count.get(), System.nanoTime()};
    awaitTrue(() -> {
      if (count.get() != seen[0]) {
        seen[0] = count.get();
        seen[1] = System.nanoTime();
      }
      return System.nanoTime() - seen[1] > TimeUnit.MILLISECONDS.toNanos(300);
    });
  }

  /** So many zero bytes, counted as they are taken. */
  private static final class Zeros extends InputStream {
    private final AtomicLong taken;
    private long left;

    Zeros(long size, AtomicLong taken) {
      this.left = size;
      this.taken = taken;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("Only whole parts are taken");
    }

    @Override
    public int read(byte[] into, int from, int most) {
      if (left == 0) {
        return -1;
      }
      int size = (int) Math.min(left, most);
      left -= size;
      taken.addAndGet(size);
      return size;
    }
  }
}
