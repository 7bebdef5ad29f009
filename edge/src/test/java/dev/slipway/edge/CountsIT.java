package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.RequestCounts;
import dev.slipway.core.deploy.Routes.Counted;
import dev.slipway.core.deploy.Routes.EdgeReport;
import dev.slipway.core.deploy.Share;
import dev.slipway.core.pipeline.EdgeLimits;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class CountsIT extends RunningEdge {
  @Test
  void countsTheRequestsOfEachRelease() throws Exception {
    Share good = new Share(1, 100, at(instance(r -> r.response().end("good"))));
    Share bad = new Share(2, 0, at(instance(r -> r.response().setStatusCode(500).end("bad"))));
    publish(route(EdgeLimits.USUAL, good, bad));
    for (int i = 0; i < 10; i++) {
      send(request("/"));
      send(request("/").header("X-Slipway-Release", i < 7 ? "v2" : "v1"));
    }
    RequestCounts one = awaitCounts(1, counts -> counts.requests() == 13);
    RequestCounts two = awaitCounts(2, counts -> counts.requests() == 7);
    assertThat(List.of(one.serverErrors(), one.unreachable())).containsExactly(0L, 0L);
    assertThat(List.of(two.serverErrors(), two.unreachable())).containsExactly(7L, 0L);
    assertThat(two.serverErrorShare()).isEqualTo(1);
    assertThat(one.p95()).isBetween(Duration.ofNanos(1), Duration.ofSeconds(5));
  }

  @Test
  void countsTheLatencyToTheFirstByte() throws Exception {
    route(instance(r -> vertx.setTimer(200, _ -> r.response().end())));
    send(request("/"));
    RequestCounts counts = awaitCounts(1, seen -> seen.requests() == 1);
    assertThat(counts.p95()).isBetween(Duration.ofMillis(200), Duration.ofSeconds(5));
  }

  @Test
  void countsItsOwnAnswersInThePlaceOfAReleaseAsErrors() throws Exception {
    route(closedPort());
    send(request("/").POST(BodyPublishers.ofString("once")));
    RequestCounts refused = awaitCounts(1, seen -> seen.requests() == 1);
    assertThat(List.of(refused.serverErrors(), refused.unreachable())).containsExactly(1L, 1L);

    route(instance(_ -> {}));
    assertThat(send(request("/")).statusCode()).isEqualTo(504);
    RequestCounts slow = awaitCounts(1, seen -> seen.requests() == 2);
    assertThat(List.of(slow.serverErrors(), slow.unreachable())).containsExactly(2L, 1L);

    route(instance(r -> r.connection().close()));
    assertThat(send(request("/").POST(BodyPublishers.ofString("x"))).statusCode()).isEqualTo(502);
    RequestCounts broken = awaitCounts(1, seen -> seen.requests() == 3);
    assertThat(List.of(broken.serverErrors(), broken.unreachable())).containsExactly(3L, 2L);
  }

  @Test
  void countsARequestThatAnotherReleaseAnsweredAsUnreachableWithTheFirst() throws Exception {
    Share good = new Share(1, 50, at(instance(r -> r.response().end("good"))));
    Share dead = new Share(2, 50, at(closedPort()));
    publish(route(EdgeLimits.USUAL, good, dead));
    for (int i = 0; i < 10; i++) {
      assertThat(send(request("/")).statusCode()).isEqualTo(200);
    }
    RequestCounts one = awaitCounts(1, seen -> seen.requests() == 10);
    RequestCounts two = awaitCounts(2, seen -> seen.requests() > 0);
    assertThat(one.unreachable()).isZero();
    assertThat(two.unreachable()).isEqualTo(two.requests()).isPositive();
    assertThat(two.serverErrors()).isZero();
  }

  @Test
  void countsNoRequestWhileItIsHeld() throws Exception {
    route(instance(r -> r.response().end()));
    hold(true);
    assertThat(send(request("/")).statusCode()).isEqualTo(503);
    hold(false);
    send(request("/"));
    RequestCounts counts = awaitCounts(1, seen -> seen.requests() > 0);
    assertThat(List.of(counts.requests(), counts.serverErrors())).containsExactly(1L, 0L);
    assertThat(counts.p95()).isLessThan(Duration.ofSeconds(1));
  }

  private RequestCounts awaitCounts(int release, Predicate<RequestCounts> wanted)
      throws InterruptedException {
    assertThat(routes.awaitEdges(edges -> wanted.test(counts(edges, release)), SOON)).isTrue();
    return counts(routes.edges(), release);
  }

  private static RequestCounts counts(List<EdgeReport> edges, int release) {
    return edges.stream()
        .flatMap(edge -> edge.counted().stream())
        .filter(counted -> counted.service().equals(SHOP) && counted.release() == release)
        .map(Counted::counts)
        .reduce(RequestCounts.NONE, RequestCounts::plus);
  }
}
