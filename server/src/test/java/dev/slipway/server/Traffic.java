package dev.slipway.server;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Visitors who come to a service all the time, and remember what they did not get. */
final class Traffic implements AutoCloseable {
  private static final int VISITORS = 8;

  private final int edgePort;
  private final String host;
  private final ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong answered = new AtomicLong();
  private final List<String> failed = new ArrayList<>();
  private volatile boolean leaving;

  private Traffic(int edgePort, String host) {
    this.edgePort = edgePort;
    this.host = host;
  }

  static Traffic to(int edgePort, String host) {
    Traffic traffic = new Traffic(edgePort, host);
    for (int i = 0; i < VISITORS; i++) {
      traffic.visitors.execute(traffic::keepComing);
    }
    return traffic;
  }

  private void keepComing() {
    while (!leaving) {
      try {
        HttpResponse<String> answer = Api.visit(edgePort, host, "/");
        if (answer.statusCode() == 200) {
          answered.incrementAndGet();
        } else {
          fail(answer.statusCode() + " " + answer.body());
        }
      } catch (IOException e) {
        fail(e.toString());
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private synchronized void fail(String how) {
    failed.add(how);
  }

  /** Waits until visitors were answered some more times than now. */
  void awaitSome() throws Exception {
    long enough = answered.get() + 20L * VISITORS;
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
}
