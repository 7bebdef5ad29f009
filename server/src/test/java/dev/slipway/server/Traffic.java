package dev.slipway.server;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Visitors who come to a service all the time, and remember what they did not get. Every other one
 * keeps his connection, the rest open one for each request.
 */
final class Traffic implements AutoCloseable {
  private static final int CROWD = 8;
  private static final int COUPLE = 2;
  private static final Duration BREATH = Duration.ofMillis(10);
  private static final int OK = 200;
  private static final int SOME = 100;

  private final int edgePort;
  private final String host;
  private final String page;
  private final Stranger stranger;
  private final ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong answered = new AtomicLong();
  private final List<String> failed = new ArrayList<>();
  private volatile boolean leaving;

  private Traffic(int edgePort, String host, String page) {
    this.edgePort = edgePort;
    this.host = host;
    this.page = page;
    this.stranger = new Stranger(edgePort, host);
  }

  /** As many as the machine can serve. */
  static Traffic to(int edgePort, String host) {
    return new Traffic(edgePort, host, "/").enter(CROWD, Duration.ZERO);
  }

  /** One of each kind, who leave the machine time for other things. */
  static Traffic couple(int edgePort, String host, String page) {
    return new Traffic(edgePort, host, page).enter(COUPLE, BREATH);
  }

  private Traffic enter(int count, Duration pause) {
    for (int i = 0; i < count; i++) {
      Visit visit = i % 2 == 0 ? this::onKeptConnection : () -> stranger.visit(page);
      visitors.execute(() -> keepComing(visit, pause));
    }
    return this;
  }

  private void keepComing(Visit visit, Duration pause) {
    while (!leaving) {
      try {
        String problem = visit.pay();
        if (problem.isEmpty()) {
          answered.incrementAndGet();
        } else {
          fail(problem);
        }
      } catch (IOException e) {
        fail(e.toString());
      } catch (InterruptedException _) {
        return;
      }
      LockSupport.parkNanos(pause.toNanos());
    }
  }

  private String onKeptConnection() throws IOException, InterruptedException {
    HttpResponse<String> answer = Api.visit(edgePort, host, page);
    return answer.statusCode() == OK ? "" : answer.statusCode() + " " + answer.body();
  }

  private synchronized void fail(String how) {
    failed.add(how);
  }

  /** Waits until visitors were answered some more times than now. */
  void awaitSome() throws Exception {
    long enough = answered.get() + SOME;
    Wait.until("visitors are answered", answered::get, count -> count >= enough);
  }

  /** Sends everybody home and says who was turned away. */
  List<String> failed() {
    close();
    return List.copyOf(failed);
  }

  @Override
  public void close() {
    leaving = true;
    visitors.close();
  }

  private interface Visit {
    /** Empty when it was answered as it should. */
    String pay() throws IOException, InterruptedException;
  }
}
