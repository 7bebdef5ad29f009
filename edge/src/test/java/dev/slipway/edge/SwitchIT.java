package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.Routes.EdgeReport;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SwitchIT extends RunningEdge {
  private static final int SWITCHES = 20;
  private static final int CLIENTS = 16;

  @Test
  void failsNoRequestWhileInstancesAreReplacedUnderLoad() throws Exception {
    HttpServer serving = server(SwitchIT::work);
    route(serving.actualPort());
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger answered = new AtomicInteger();
    Queue<String> failures = new ConcurrentLinkedQueue<>();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      boolean writes = i % 2 == 0;
      clients.add(Thread.ofVirtual().start(() -> ask(writes, stop, answered, failures)));
    }
    for (int i = 0; i < SWITCHES; i++) {
      int before = answered.get();
      awaitTrue(() -> answered.get() > before + 50);
      HttpServer next = server(SwitchIT::work);
      route(next.actualPort());
      assertThat(awaitDraining(serving.actualPort(), 0)).isTrue();
      get(serving.close());
      serving = next;
    }
    stop.set(true);
    for (Thread client : clients) {
      client.join();
    }
    assertThat(failures).isEmpty();
    assertThat(answered.get()).isGreaterThan(SWITCHES * 50);
  }

  @Test
  void letsARequestFinishWhereItBeganAndSaysSo() throws Exception {
    BlockingQueue<HttpServerRequest> began = new LinkedBlockingQueue<>();
    int old = instance(began::add);
    route(old);
    var answer = http.sendAsync(request("/").build(), BodyHandlers.ofString());
    HttpServerRequest waiting = began.take();
    long version = route(instance(r -> r.response().end("new")));
    assertThat(awaitDraining(old, 1)).isTrue();
    assertThat(routes.edges())
        .singleElement()
        .extracting(EdgeReport::edge, EdgeReport::version)
        .containsExactly("edge-1", version);
    assertThat(send(request("/")).body()).isEqualTo("new");
    waiting.response().end("old");
    assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("old");
    assertThat(awaitDraining(old, 0)).isTrue();
  }

  @Test
  void closesKeptConnectionsToAnInstanceThatNoRouteNames() throws Exception {
    AtomicInteger open = new AtomicInteger();
    HttpServer old =
        get(
            vertx
                .createHttpServer()
                .connectionHandler(connection -> {
                  open.incrementAndGet();
                  connection.closeHandler(_ -> open.decrementAndGet());
                })
                .requestHandler(r -> r.response().end("old"))
                .listen(0, "127.0.0.1"));
    route(old.actualPort());
    assertThat(send(request("/")).body()).isEqualTo("old");
    assertThat(open.get()).isPositive();
    route(instance(r -> r.response().end("new")));
    awaitTrue(() -> open.get() == 0);
  }

  @Test
  void sharesRequestsBetweenInstances() throws Exception {
    AtomicInteger one = new AtomicInteger();
    AtomicInteger two = new AtomicInteger();
    route(count(one), count(two));
    for (int i = 0; i < 20; i++) {
      assertThat(send(request("/")).statusCode()).isEqualTo(200);
    }
    assertThat(List.of(one.get(), two.get())).containsExactly(10, 10);
  }

  private int count(AtomicInteger counter) throws Exception {
    return instance(r -> {
      counter.incrementAndGet();
      r.response().end();
    });
  }

  private void ask(
      boolean writes, AtomicBoolean stop, AtomicInteger answered, Queue<String> failures) {
    while (!stop.get()) {
      try {
        HttpResponse<String> answer =
            send(writes ? request("/").POST(BodyPublishers.ofString("body")) : request("/"));
        if (answer.statusCode() != 200 || !answer.body().equals(writes ? "body" : "")) {
          failures.add(answer.statusCode() + " " + answer.body());
        }
        answered.incrementAndGet();
      } catch (Exception e) {
        failures.add(e.toString());
      }
    }
  }

  private static void work(HttpServerRequest request) {
    request.body().onSuccess(body -> request.response().end(body));
  }
}
