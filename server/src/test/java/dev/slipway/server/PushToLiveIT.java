package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From a push to the site that answers, seen from outside only. */
class PushToLiveIT {
  private static RunningSlipway slipway;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    slipway = RunningSlipway.start();
    api = slipway.api();
  }

  @AfterAll
  static void stop() throws Exception {
    slipway.close();
  }

  @Test
  void aPushGoesLive() throws Exception {
    Developer ann = slipway.developer("first");
    String build = ann.site("hello of the first push").push();
    JsonNode deployment = api.awaitDeployment(build, "live");

    JsonNode delivery = api.get("/api/v1/deliveries/" + api.build(build).get("delivery").asText());
    assertThat(delivery.get("changes").get(0).get("build_id").asText()).isEqualTo(build);
    StoredImage image = StoredImage.of(api.build(build));
    assertThat(image.digestOf(image.digest())).isEqualTo(image.digest());
    assertThat(api.build(build).get("sha").asText()).isEqualTo(ann.sha());
    try (Containers containers = Containers.of(slipway.data())) {
      assertThat(containers.ofService(deployment.get("service").asText()))
          .singleElement()
          .satisfies(container -> {
            assertThat(container.getState()).isEqualTo("running");
            assertThat(container.getImage()).contains(image.digest());
          });
    }
    assertThat(visit(ann)).isEqualTo("hello of the first push");
  }

  @Test
  void theNextPushTakesOverUnderTrafficWithoutAFailedRequest() throws Exception {
    Developer ann = slipway.developer("second");
    ann.goLive(api, "one");
    try (Traffic traffic = Traffic.to(slipway.edgePort(), ann.host())) {
      traffic.awaitSome();
      ann.goLive(api, "two");
      traffic.awaitSome();
      assertThat(traffic.failed()).isEmpty();
    }
    assertThat(visit(ann)).isEqualTo("two");
  }

  @Test
  void aBrokenPushIsToldWithItsLastLinesWhileTheOldVersionServes() throws Exception {
    Developer ann = slipway.developer("broken");
    ann.goLive(api, "works");
    try (Traffic traffic = Traffic.to(slipway.edgePort(), ann.host())) {
      traffic.awaitSome();
      ann.file(
          "Dockerfile",
          Developer.FROM
              + "EXPOSE 8080\nCMD [\"sh\", \"-c\", \"echo cannot find my settings >&2; exit 3\"]\n");
      JsonNode failed = api.awaitDeployment(ann.push(), "failed");
      assertThat(failed.get("reason").asText()).contains("3");
      assertThat(failed.get("failure").toString()).contains("cannot find my settings");
      traffic.awaitSome();
      assertThat(traffic.failed()).isEmpty();
    }
    assertThat(visit(ann)).isEqualTo("works");
    assertThat(api.service(ann.service()).get("release").asInt()).isEqualTo(1);
    try (Containers containers = Containers.of(slipway.data())) {
      String id = api.service(ann.service()).get("id").asText();
      assertThat(containers.ofService(id)).hasSize(1);
    }
  }

  @Test
  void aRollbackIsANewReleaseOfTheSameDigestWithoutAFailedRequest() throws Exception {
    Developer ann = slipway.developer("back");
    ann.goLive(api, "one");
    ann.goLive(api, "two");
    String service = "/api/v1/services/" + api.service(ann.service()).get("id").asText();
    try (Traffic traffic = Traffic.to(slipway.edgePort(), ann.host())) {
      traffic.awaitSome();
      JsonNode accepted =
          api.post(service + "/rollback", "{\"release\": 1, \"reason\": \"nicer\"}");
      api.awaitRollout(accepted.get("deployment_id").asText(), "live");
      traffic.awaitSome();
      assertThat(traffic.failed()).isEmpty();
    }
    assertThat(visit(ann)).isEqualTo("one");
    List<JsonNode> releases = api.releases(ann.service());
    JsonNode newest = releases.getFirst();
    assertThat(newest.get("number").asInt()).isEqualTo(3);
    assertThat(newest.get("kind").asText()).isEqualTo("rollback");
    assertThat(newest.get("rolled_back_to").asInt()).isEqualTo(1);
    assertThat(newest.get("reason").asText()).isEqualTo("nicer");
    assertThat(newest.get("digest")).isEqualTo(releases.getLast().get("digest"));
  }

  @Test
  void aDeliveryFromGitHubIsBuiltOnceHoweverOftenItIsSent() throws Exception {
    Developer ann = slipway.developer("source-of-hub");
    api.awaitDeployment(ann.site("hub").push(), "live");
    GitHubSender hub = GitHubSender.add(api, "acme/hub", cloneUrl("acme/source-of-hub"));

    JsonNode first = Api.json(hub.push("refs/heads/main", ann.sha(), "one").body());
    assertThat(first.get("duplicate").asBoolean()).isFalse();
    HttpResponse<String> second = hub.push("refs/heads/main", ann.sha(), "one");
    assertThat(second.statusCode()).isEqualTo(202);
    JsonNode again = Api.json(second.body());
    assertThat(again.get("duplicate").asBoolean()).isTrue();
    assertThat(again.get("delivery_id")).isEqualTo(first.get("delivery_id"));
    assertThat(again.get("changes")).isEqualTo(first.get("changes"));
    String build = first.get("changes").get(0).get("build_id").asText();
    api.awaitDeployment(build, "live");
    assertThat(Api.visit(slipway.edgePort(), "hub.localhost", "/").body()).isEqualTo("hub");
    assertThat(api.items("/api/v1/builds?repository=acme/hub")).hasSize(1);
  }

  @Test
  void aHundredReplaysAtTheSameTimeStartOneBuild() throws Exception {
    Developer ann = slipway.developer("source-of-crowd");
    api.awaitDeployment(ann.site("crowd").push(), "live");
    GitHubSender hub = GitHubSender.add(api, "acme/crowd", cloneUrl("acme/source-of-crowd"));
    String sha = ann.sha();

    List<JsonNode> answers = new ArrayList<>();
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<HttpResponse<String>> send = () -> hub.push("refs/heads/main", sha, "same");
      List<Future<HttpResponse<String>>> sent = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        sent.add(senders.submit(send));
      }
      for (Future<HttpResponse<String>> each : sent) {
        assertThat(each.get().statusCode()).isEqualTo(202);
        answers.add(Api.json(each.get().body()));
      }
    }
    assertThat(answers).filteredOn(answer -> !answer.get("duplicate").asBoolean()).hasSize(1);
    assertThat(answers)
        .extracting(answer -> answer.get("changes"))
        .containsOnly(answers.getFirst().get("changes"));
    assertThat(api.items("/api/v1/builds?repository=acme/crowd")).hasSize(1);
    api.awaitDeployment(answers.getFirst().get("changes").get(0).get("build_id").asText(), "live");
  }

  private static String visit(Developer developer) throws Exception {
    return Api.visit(slipway.edgePort(), developer.host(), "/").body();
  }

  private static String cloneUrl(String repository) {
    return slipway.git().url(repository).toString();
  }
}
