package dev.slipway.server.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * People who keep visiting a site through the edge. Counts what they meet, and knows when a new
 * version was first seen.
 */
final class Visitors implements AutoCloseable {
  private static final int PEOPLE = 8;
  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient client =
      HttpClient.newBuilder()
          // Over HTTP/2 the host is the authority, which this client makes of the address.
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(PATIENCE)
          .build();
  private final ExecutorService people = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpRequest request;
  private volatile boolean leaving;

  private long visits;
  private long failures;
  private long slowestNanos;
  private String lastSeen = "";
  private @Nullable String lastFailure;

  Visitors(int edgePort, String host) {
    request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + edgePort + "/"))
            .header("Host", host)
            .timeout(PATIENCE)
            .build();
  }

  /** They come and stay until closed. */
  void arrive() {
    for (int i = 0; i < PEOPLE; i++) {
      people.execute(this::keepVisiting);
    }
  }

  private void keepVisiting() {
    try {
      while (!leaving) {
        visit();
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void visit() throws InterruptedException {
    long started = System.nanoTime();
    try {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      met(answer.statusCode(), answer.body().strip(), System.nanoTime() - started);
    } catch (IOException e) {
      met(0, String.valueOf(e), System.nanoTime() - started);
    }
  }

  private synchronized void met(int status, String text, long nanos) {
    visits++;
    slowestNanos = Math.max(slowestNanos, nanos);
    if (status == 200) {
      lastSeen = text;
    } else {
      failures++;
      lastFailure = status + " " + text.lines().findFirst().orElse("");
    }
    notifyAll();
  }

  /** Waits until somebody is shown a page with this text; false when the time is over. */
  synchronized boolean await(String text, Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (!lastSeen.contains(text)) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wait(Math.max(1, left / 1_000_000));
    }
    return true;
  }

  /** What was met since the last call. */
  synchronized Count countAndReset() {
    Count count =
        new Count(visits, failures, Duration.ofNanos(slowestNanos), lastSeen, lastFailure);
    visits = 0;
    failures = 0;
    slowestNanos = 0;
    lastFailure = null;
    return count;
  }

  @Override
  public void close() {
    leaving = true;
    people.close();
    client.close();
  }

  /** What visitors met; {@code lastFailure} is null when nothing failed. */
  record Count(
      long visits,
      long failures,
      Duration slowest,
      String lastSeen,
      @Nullable String lastFailure) {}
}
