package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServerRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HoldIT extends RunningEdge {
  private final AtomicInteger reached = new AtomicInteger();

  @Override
  Duration holdLimit() {
    return Duration.ofSeconds(5);
  }

  @Test
  void letsRequestsWaitAndServesThemAllWhenTheHoldIsLifted() throws Exception {
    route(counting());
    hold(true);
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      var request = request("/").POST(BodyPublishers.ofString("body " + i)).build();
      answers.add(http.sendAsync(request, BodyHandlers.ofString()));
    }
    awaitWaiting(50);
    assertThat(reached).hasValue(0);
    assertThat(answers).noneMatch(CompletableFuture::isDone);

    hold(false);

    for (int i = 0; i < answers.size(); i++) {
      HttpResponse<String> answer = answers.get(i).get(10, TimeUnit.SECONDS);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("body " + i);
    }
  }

  @Test
  void servesThemWhereTheRouteLeadsThen() throws Exception {
    route(counting());
    hold(true);
    var answer = http.sendAsync(request("/").build(), BodyHandlers.ofString());
    awaitWaiting(1);
    route(instance(r -> r.response().end("the next release")));
    assertThat(answer).isNotDone();
    hold(false);
    assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("the next release");
    assertThat(reached).hasValue(0);
  }

  @Test
  void letsRequestsFinishThatBeganBefore() throws Exception {
    BlockingQueue<HttpServerRequest> began = new LinkedBlockingQueue<>();
    route(instance(began::add));
    var answer = http.sendAsync(request("/").build(), BodyHandlers.ofString());
    HttpServerRequest first = began.take();
    hold(true);
    first.response().end("finished");
    assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("finished");
    assertThat(routes.edges().getFirst().draining()).isEqualTo(Map.of());
  }

  @Test
  void forgetsARequestWhoseClientGoesAway() throws Exception {
    route(counting());
    hold(true);
    try (RawClient client = raw()) {
      client.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
      awaitWaiting(1);
    }
    awaitWaiting(0);
    hold(false);
    assertThat(send(request("/")).statusCode()).isEqualTo(200);
    assertThat(reached).hasValue(1);
  }

  @Test
  void sendsAwayWhoWaitedTooLong() throws Exception {
    route(counting());
    hold(true);
    HttpResponse<String> answer = send(request("/").POST(BodyPublishers.ofString("body")));
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("retry-after")).hasValue("5");
    assertThat(answer.body()).contains("shop.test", "paused");
    assertThat(reached).hasValue(0);
  }

  @Test
  void sendsAwayWhoeverWaitsWhenTheEdgeIsStopped() throws Exception {
    route(counting());
    hold(true);
    var answer = http.sendAsync(request("/").build(), BodyHandlers.ofString());
    awaitWaiting(1);
    edge().close();
    assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
  }

  private void awaitWaiting(int count) {
    awaitTrue(() -> edge().waiting() == count);
  }

  private int counting() throws Exception {
    return instance(r -> {
      reached.incrementAndGet();
      r.body().onSuccess(body -> r.response().end(body));
    });
  }
}
