package dev.slipway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.model.Container;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How people step into rollouts and go back, as visitors and {@code docker ps} show it. */
@Timeout(120)
class ByHandIT {
  /** Nobody waits for the end of these by himself. */
  private static final String ENDLESS_WATCH = "  update_config: { monitor: 20m }\n";

  private static final String ENDLESS_CANARY =
      "  canary: { steps: [10%, 100%], hold: 20m }\n  update_config: { monitor: 0s }\n";

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
  void aCanaryThatIsPromotedGetsAllTrafficAtOnce() throws Exception {
    Developer ann = saying("promoted");
    live(ann, "one", "");
    try (Traffic traffic = crowd(ann)) {
      String id = pending(push(ann, "two", ENDLESS_CANARY));
      await(id, "watching");

      api.post("/api/v1/deployments/" + id + "/promote", "{}");

      JsonNode promoted = api.awaitRollout(id, "live");
      assertThat(promoted.get("phases").toString()).contains("10 % for v2", "promoted by ");
      traffic.awaitSome();
      assertThat(traffic.failed()).isEmpty();
    }
    assertThat(answer(ann)).isEqualTo("two with red");
  }

  @Test
  void aRolloutThatIsAbortedInItsWatchGivesTheTrafficBackAndLeavesNothing() throws Exception {
    Developer ann = saying("aborted");
    live(ann, "one", "");
    List<String> before = containers(ann);
    try (Traffic traffic = crowd(ann)) {
      String id = pending(push(ann, "two", ENDLESS_WATCH));
      await(id, "watching");
      assertThat(answer(ann)).isEqualTo("two with red");

      api.post("/api/v1/deployments/" + id + "/abort", "{}");

      assertThat(api.awaitRollout(id, "rolled_back").get("reason").asText()).contains("abort");
      traffic.awaitSome();
      assertThat(traffic.failed()).isEmpty();
    }
    assertThat(answer(ann)).isEqualTo("one with red");
    assertThat(containers(ann)).isEqualTo(before);
  }

  @Test
  void anImageIsPromotedFromStagingToProductionWithTheVariablesOfProduction() throws Exception {
    Developer ann = saying("staged");
    ann.file(
        ".slipway.yml",
        """
        deploy:
          - { environment: staging, hosts: [staging.staged.localhost], env: { COLOR: gray },
              when: { branch: main } }
          - { environment: production, hosts: [staged.localhost], env: { COLOR: gold },
              when: { branch: release } }
        """);
    api.awaitDeployment(ann.file("index.html", "one").push("refs/heads/release"), "live");
    api.awaitDeployment(ann.file("index.html", "two").push(), "live");
    assertThat(answer(ann)).isEqualTo("one with gold");

    roll("staged.production", "deploy", "{\"from\": \"staged.staging\"}");

    assertThat(answer(ann)).isEqualTo("two with gold");
    assertThat(Api.visit(slipway.edgePort(), "staging.staged.localhost", "/").body())
        .isEqualTo("two with gray");
    assertThat(newest("staged.production").get("digest"))
        .isEqualTo(newest("staged.staging").get("digest"));
  }

  @Test
  void aReleaseThatCannotBeUndoneIsGoneBackPastOnlyByForce() throws Exception {
    Developer ann = saying("oneway");
    live(ann, "one", "");
    live(ann, "two", "  not_reversible: true\n");

    HttpResponse<String> refused =
        api.send(
            "POST",
            "/api/v1/services/oneway.production/rollback",
            "{}".getBytes(UTF_8),
            "Content-Type",
            "application/json");

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("v2", "not reversible", "force");
    assertThat(answer(ann)).isEqualTo("two with red");
    roll("oneway.production", "rollback", "{\"force\": true}");
    assertThat(answer(ann)).isEqualTo("one with red");
  }

  @Test
  void aServiceIsScaledUpAndDownWithoutAFailedRequest() throws Exception {
    Developer ann = saying("elastic");
    live(ann, "one", "");
    try (Traffic traffic = crowd(ann)) {
      for (int replicas : new int[] {3, 1}) {
        roll("elastic.production", "scale", "{\"replicas\": " + replicas + "}");
        traffic.awaitSome();
        try (Containers containers = Containers.of(slipway.data())) {
          assertThat(containers.ofService("elastic.production"))
              .filteredOn(container -> container.getState().equals("running"))
              .hasSize(replicas);
        }
      }
      assertThat(traffic.failed()).isEmpty();
    }
  }

  @Test
  void theImageAndTheConfigurationAreTakenBackOneWithoutTheOther() throws Exception {
    Developer ann = saying("scoped");
    live(ann, "one", "");
    live(ann, "two", "  env: { COLOR: blue }\n");
    assertThat(answer(ann)).isEqualTo("two with blue");

    roll("scoped.production", "rollback", "{\"release\": 1, \"scope\": \"image\"}");
    assertThat(answer(ann)).isEqualTo("one with blue");
    roll("scoped.production", "rollback", "{\"release\": 2}");
    roll("scoped.production", "rollback", "{\"release\": 1, \"scope\": \"config\"}");
    assertThat(answer(ann)).isEqualTo("two with red");
    assertThat(newest("scoped.production").get("kind").asText()).isEqualTo("rollback");
  }

  @Test
  void aNewerPushTakesThePlaceOfTheOneThatWaits() throws Exception {
    Developer ann = saying("overtaken");
    live(ann, "one", "");
    String watched = pending(push(ann, "two", ENDLESS_WATCH));
    await(watched, "watching");
    String overtaken = pending(push(ann, "three", ""));
    String newest = pending(push(ann, "four", ""));

    JsonNode failed = api.awaitRollout(overtaken, "failed");
    assertThat(failed.get("reason").asText()).isEqualTo("superseded by v4 before it was its turn");
    api.post("/api/v1/deployments/" + watched + "/promote", "{}");
    api.awaitRollout(watched, "live");
    api.awaitRollout(newest, "live");
    assertThat(answer(ann)).isEqualTo("four with red");
  }

  @Test
  void aSlowBuildOfAnOlderCommitDoesNotReplaceTheNewerOne() throws Exception {
    Developer ann = saying("late");
    live(ann, "one", "");
    String instruction = "ENV AT=" + System.nanoTime() + "\nRUN echo begun && sleep 6\n";
    String slow =
        ann.file("index.html", "older")
            .file("Dockerfile", SAYING.replace("EXPOSE", instruction + "EXPOSE"))
            .push();
    Wait.until(
        "the older build runs its long step",
        () -> api.get("/api/v1/builds/" + slow + "/log").get("lines").findValuesAsText("text"),
        lines -> lines.stream().anyMatch(line -> line.strip().endsWith("begun")));
    String quick = ann.file("index.html", "newer").file("Dockerfile", SAYING).push();
    api.awaitDeployment(quick, "live");
    assertThat(api.build(slow).get("status").asText()).isEqualTo("running");

    JsonNode refused = api.awaitDeployment(slow, "failed");

    assertThat(refused.get("reason").asText()).contains("does not replace", "newer build");
    assertThat(answer(ann)).isEqualTo("newer with red");
  }

  private static final String SAYING =
      Developer.FROM
          + """
          EXPOSE 8080
          COPY index.html /in/index.html
          ENV COLOR=red
          CMD ["sh", "-c", "mkdir /www; printf '%s with %s' $(cat /in/index.html) $COLOR > /www/index.html; exec httpd -f -p 8080 -h /www"]
          """;

  /** A site that shows its text and its color. */
  private static Developer saying(String name) throws Exception {
    return slipway.developer(name).file("Dockerfile", SAYING);
  }

  private static String push(Developer developer, String text, String deploy) throws Exception {
    return developer
        .file("index.html", text)
        .file(
            ".slipway.yml",
            "deploy:\n  healthcheck: { path: /, interval: 200ms, timeout: 2s }\n"
                + (deploy.isEmpty() ? "  update_config: { monitor: 0s }\n" : deploy))
        .push();
  }

  private static void live(Developer developer, String text, String deploy) throws Exception {
    api.awaitDeployment(push(developer, text, deploy), "live");
  }

  /** The deployment of a build that has ended well. */
  private static String pending(String build) throws Exception {
    return api.awaitBuild(build, "succeeded").get("deployments").get(0).asText();
  }

  private static void await(String deployment, String status) throws Exception {
    Wait.until(
        deployment + " is " + status,
        () -> api.get("/api/v1/deployments/" + deployment).get("status").asText(),
        status::equals);
  }

  private static void roll(String service, String verb, String body) throws Exception {
    JsonNode accepted = api.post("/api/v1/services/" + service + "/" + verb, body);
    api.awaitRollout(accepted.get("deployment_id").asText(), "live");
  }

  private static JsonNode newest(String service) throws Exception {
    return api.items("/api/v1/services/" + service + "/releases").getFirst();
  }

  private static Traffic crowd(Developer developer) {
    return Traffic.couple(slipway.edgePort(), developer.host(), "/");
  }

  private static String answer(Developer developer) throws Exception {
    return Api.visit(slipway.edgePort(), developer.host(), "/").body();
  }

  private static List<String> containers(Developer developer) throws Exception {
    try (Containers containers = Containers.of(slipway.data())) {
      return containers.ofService(developer.service() + ".production").stream()
          .map(Container::getId)
          .toList();
    }
  }
}
