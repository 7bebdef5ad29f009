package dev.slipway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.config.settings.Setting;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong ends as a record, or an answer, that says what happened and what to do. */
class BadInputIT {
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
  void webhooksThatCannotBeTakenAreRefusedByTheRightStatus() throws Exception {
    GitHubSender hub = GitHubSender.add(api, "acme/refused", "http://127.0.0.1:9/refused.git");
    GitHubSender impostor = new GitHubSender(api, hub.path(), "guessed", hub.repository());
    HttpResponse<String> wrong = impostor.push("refs/heads/main", "a".repeat(40), "one");
    assertThat(wrong.statusCode()).isEqualTo(401);
    GitHubSender stranger = new GitHubSender(api, "/webhooks/github", hub.secret(), "acme/nobody");
    assertThat(stranger.push("refs/heads/main", "a".repeat(40), "one").body())
        .isEqualTo(wrong.body());

    HttpResponse<String> unreadable = hub.send("{\"ref\": 7".getBytes(UTF_8), "two");
    assertThat(unreadable.statusCode()).isEqualTo(400);
    assertThat(Api.json(unreadable.body()).get("detail").asText()).contains("JSON");

    byte[] large = new byte[26 * 1024 * 1024];
    assertThat(hub.send(large, "three").statusCode()).isEqualTo(413);
    assertThat(api.items("/api/v1/builds?repository=acme/refused")).isEmpty();
  }

  @Test
  void anInstructionThatFailsIsTheStepsFault() throws Exception {
    Developer ann = slipway.developer("failing-run");
    ann.site("never", "RUN echo almost there && exit 7");
    JsonNode build = api.awaitBuild(ann.push(), "failed");
    JsonNode failure = build.get("failure");
    assertThat(failure.get("kind").asText()).isEqualTo("step");
    assertThat(failure.get("step").asText()).contains("RUN echo almost there");
    assertThat(failure.get("message").asText()).contains("7");
    assertThat(build.get("attempt").asInt()).isEqualTo(1);
    assertThat(build.get("deployments")).isEmpty();
  }

  @Test
  void aMissingDockerfileIsNamed() throws Exception {
    Developer ann = slipway.developer("no-dockerfile");
    JsonNode failure = api.awaitBuild(ann.file("index.html", "x").push(), "failed").get("failure");
    assertThat(failure.get("kind").asText()).isEqualTo("pipeline");
    assertThat(failure.get("message").asText()).contains("Dockerfile");
    assertThat(failure.get("hint").asText()).isNotBlank();
  }

  @Test
  void allProblemsOfAPipelineFileAreToldAtOnceWithTheirPlaces() throws Exception {
    Developer ann = slipway.developer("bad-file").site("never");
    ann.file(".slipway.yml", "timout: 30m\ndeploy:\n  port: many\n  replicass: 2\n");
    JsonNode failure = api.awaitBuild(ann.push(), "failed").get("failure");
    assertThat(failure.get("kind").asText()).isEqualTo("pipeline");
    List<JsonNode> problems =
        StreamSupport.stream(failure.get("problems").spliterator(), false).toList();
    assertThat(problems)
        .extracting(problem -> problem.get("line").asInt())
        .containsExactly(1, 3, 4);
    assertThat(problems)
        .extracting(problem -> problem.get("column").asInt())
        .allMatch(column -> column > 0);
    assertThat(problems.getFirst().toString()).contains("timeout");
    assertThat(problems.getLast().toString()).contains("replicas");
  }

  @Test
  void aBranchWithSlashesAndUnicodeIsBuiltAndNotDeployed() throws Exception {
    Developer ann = slipway.developer("branches").site("branch");
    String branch = "feature/größe/✓-日本";
    JsonNode build = api.awaitBuild(ann.push("refs/heads/" + branch), "succeeded");
    assertThat(build.get("branch").asText()).isEqualTo(branch);
    assertThat(build.get("images")).hasSize(1);
    assertThat(build.get("deployments")).isEmpty();
  }

  @Test
  void aPortThatNeverOpensFailsTheDeploymentWithWhatToDo() throws Exception {
    Developer ann = slipway.developer("closed-port").impatient();
    ann.file(
        "Dockerfile",
        Developer.FROM + "EXPOSE 8080\nCMD [\"sh\", \"-c\", \"echo waiting; exec sleep 600\"]\n");
    JsonNode failed = api.awaitDeployment(ann.push(), "failed");
    assertThat(failed.get("reason").asText()).contains("8080");
    assertThat(failed.get("failure").get("hint").asText()).contains("0.0.0.0:8080");
    assertThat(failed.get("failure").toString()).contains("waiting");
    assertNothingRuns(failed);
  }

  @Test
  void anImageThatExitsAtOnceFailsTheDeploymentWithItsCode() throws Exception {
    Developer ann = slipway.developer("exits");
    ann.file(
        "Dockerfile",
        Developer.FROM + "EXPOSE 8080\nCMD [\"sh\", \"-c\", \"echo no licence; exit 42\"]\n");
    JsonNode failed = api.awaitDeployment(ann.push(), "failed");
    assertThat(failed.get("reason").asText()).contains("42");
    assertThat(failed.get("failure").toString()).contains("no licence");
    assertNothingRuns(failed);
  }

  @Test
  void aGitServerThatIsAwayIsOurTroubleAndTriedThreeTimes() throws Exception {
    String away = "http://127.0.0.1:" + OutsideRedis.freePort() + "/acme/away.git";
    GitHubSender hub = GitHubSender.add(api, "acme/away", away);
    JsonNode accepted = Api.json(hub.push("refs/heads/main", "b".repeat(40), "one").body());
    assertOurTrouble(api, accepted.get("changes").get(0).get("build_id").asText(), "127.0.0.1");
  }

  @Test
  void aRegistryThatIsAwayIsOurTroubleAndTriedThreeTimes() throws Exception {
    String registry = "127.0.0.1:" + OutsideRedis.freePort();
    try (RunningSlipway lonely = RunningSlipway.start(Map.of(Setting.REGISTRY, registry))) {
      String build = lonely.developer("unpushed").site("never").push();
      assertOurTrouble(lonely.api(), build, registry);
      HttpResponse<String> ready = lonely.api().send("GET", "/readyz", new byte[0]);
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).contains("registry");
    }
  }

  @Test
  void whatRedisCouldNotTakeWaitsOnDiskUntilItIsBack(@TempDir Path folder) throws Exception {
    try (OutsideRedis redis = OutsideRedis.start(folder);
        RunningSlipway apart = RunningSlipway.start(Map.of(Setting.REDIS_URL, redis.url()))) {
      Developer ann = apart.developer("source-of-outage");
      apart.api().awaitDeployment(ann.site("outage").push(), "live");
      GitHubSender hub =
          GitHubSender.add(
              apart.api(), "acme/outage", apart.git().url("acme/source-of-outage").toString());
      // Whose webhook it is can be told without Redis once the repository sent one.
      assertThat(hub.push("refs/heads/gone", "0".repeat(40), "zero").statusCode()).isEqualTo(202);
      redis.goAway();
      HttpResponse<String> kept = hub.push("refs/heads/main", ann.sha(), "one");
      assertThat(kept.statusCode()).as(kept.body()).isEqualTo(202);
      assertThat(Api.json(kept.body()).get("changes")).isEmpty();
      assertThat(Api.visit(apart.edgePort(), ann.host(), "/").body()).isEqualTo("outage");
      redis.comeBack();
      String delivery = Api.json(kept.body()).get("delivery_id").asText();
      Wait.until(
          "the delivery is in the store",
          () -> apart.api().send("GET", "/api/v1/deliveries/" + delivery, new byte[0]),
          answer -> answer.statusCode() == 200);
      JsonNode stored = apart.api().get("/api/v1/deliveries/" + delivery);
      apart.api().awaitDeployment(stored.get("changes").get(0).get("build_id").asText(), "live");
      JsonNode again = Api.json(hub.push("refs/heads/main", ann.sha(), "one").body());
      assertThat(again.get("duplicate").asBoolean()).isTrue();
      assertThat(again.get("delivery_id").asText()).isEqualTo(delivery);
    }
  }

  private static void assertOurTrouble(Api api, String id, String thing) throws Exception {
    JsonNode build = api.awaitBuild(id, "failed");
    JsonNode failure = build.get("failure");
    assertThat(failure.get("kind").asText()).as("%s", build).isEqualTo("infrastructure");
    assertThat(failure.get("message").asText()).contains(thing);
    assertThat(failure.get("hint").asText()).isNotBlank();
    assertThat(build.get("attempt").asInt()).isEqualTo(3);
  }

  private static void assertNothingRuns(JsonNode deployment) throws Exception {
    try (Containers containers = Containers.of(slipway.data())) {
      assertThat(containers.ofService(deployment.get("service").asText())).isEmpty();
    }
  }
}
