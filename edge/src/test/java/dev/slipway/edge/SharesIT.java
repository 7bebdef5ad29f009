package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.Share;
import dev.slipway.core.pipeline.EdgeLimits;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SharesIT extends RunningEdge {
  @Test
  void sharesNewVisitorsBetweenReleasesByWeight() throws Exception {
    publish(route(EdgeLimits.USUAL, share(1, 80), share(2, 20)));
    Map<String, Integer> seen = new TreeMap<>();
    for (int i = 0; i < 100; i++) {
      seen.merge(send(request("/")).body(), 1, Integer::sum);
    }
    assertThat(seen.get("release 2")).isBetween(18, 22);
    assertThat(seen.get("release 1")).isBetween(78, 82);
  }

  @Test
  void keepsAVisitorWithTheReleaseThatAnsweredAsLongAsThatGetsRequests() throws Exception {
    Share old = share(1, 50);
    Share canary = share(2, 50);
    publish(route(EdgeLimits.USUAL, old, canary));
    HttpResponse<String> first = send(request("/"));
    String cookie = cookie(first).orElseThrow();
    assertThat(cookie)
        .matches("slipway-release=[0-9a-f]{18}; Path=/; HttpOnly; SameSite=Lax")
        .doesNotContain("v1", "v2");
    for (int i = 0; i < 20; i++) {
      HttpResponse<String> again = send(request("/").header("Cookie", "a=b; " + pair(cookie)));
      assertThat(again.body()).isEqualTo(first.body());
      assertThat(cookie(again)).isEmpty();
    }
    boolean wasOld = first.body().equals("release 1");
    Share left = wasOld ? new Share(1, 0, old.instances()) : new Share(2, 0, canary.instances());
    publish(route(EdgeLimits.USUAL, left, wasOld ? canary : old));

    HttpResponse<String> moved = send(request("/").header("Cookie", pair(cookie)));

    assertThat(moved.body()).isNotEqualTo(first.body());
    assertThat(cookie(moved)).isEmpty();
  }

  @Test
  void keepsAVisitorOfAPathBelowThatPath() throws Exception {
    publish(
        new dev.slipway.core.deploy.Route(
            SHOP,
            List.of(dev.slipway.core.pipeline.HostPath.parse("127.0.0.1/api")),
            List.of(share(1, 50), share(2, 50)),
            EdgeLimits.USUAL,
            false,
            0));
    assertThat(cookie(send(request("/api/x"))).orElseThrow()).contains("; Path=/api;");
  }

  @Test
  void letsATesterAskForAReleaseByName() throws Exception {
    publish(route(EdgeLimits.USUAL, share(7, 100), share(8, 0)));
    for (int i = 0; i < 10; i++) {
      HttpResponse<String> tested = send(request("/").header("X-Slipway-Release", "v8"));
      assertThat(tested.body()).isEqualTo("release 8");
      assertThat(cookie(tested)).isEmpty();
      assertThat(send(request("/")).body()).isEqualTo("release 7");
    }
    assertThat(send(request("/").header("X-Slipway-Release", "v9")).body()).isEqualTo("release 7");
  }

  @Test
  void givesNobodyACookieWhereThereIsOneRelease() throws Exception {
    publish(route(EdgeLimits.USUAL, share(1, 100)));
    assertThat(cookie(send(request("/")))).isEmpty();
  }

  @Test
  void goesToTheOthersOfAReleaseAndThenToAnotherReleaseWhereOneTakesNoConnection()
      throws Exception {
    int alive = instance(r -> r.response().end("alive"));
    Share half = new Share(1, 50, at(closedPort(), alive));
    Share dead = new Share(2, 50, at(closedPort(), closedPort(), closedPort(), closedPort()));
    publish(route(EdgeLimits.USUAL, half, dead));
    for (int i = 0; i < 50; i++) {
      HttpResponse<String> answer = send(request("/"));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("alive");
    }
  }

  private Share share(int release, int weight) throws Exception {
    return new Share(release, weight, at(instance(r -> r.response().end("release " + release))));
  }

  private static Optional<String> cookie(HttpResponse<String> answer) {
    return answer.headers().firstValue("set-cookie");
  }

  private static String pair(String cookie) {
    return cookie.substring(0, cookie.indexOf(';'));
  }
}
