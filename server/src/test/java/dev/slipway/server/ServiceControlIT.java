package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What people do to services that run on a real engine, under traffic where it matters. */
class ServiceControlIT {
  private static final String DATA = "data: ";

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
  void aServiceIsScaledAndEachContainerTellsWhatItWritesAndUses() throws Exception {
    Developer ann = talkative("scaled");
    String service = path(ann);

    roll(service + "/scale", "{\"replicas\": 2, \"reason\": \"the sale\"}");

    JsonNode scaled = api.service(ann.service());
    assertThat(scaled.get("replicas").asInt()).isEqualTo(2);
    Set<String> containers = new HashSet<>(scaled.get("containers").findValuesAsText("id"));
    assertThat(containers).hasSize(2);
    assertThat(scaled.get("containers").findValuesAsText("started_at")).hasSize(2);
    assertThat(saying(service + "/logs", "line", "hello of scaled")).containsAll(containers);
    assertThat(saying(service + "/logs?follow=false", "line", "hello of scaled"))
        .containsAll(containers);
    assertThat(saying(service + "/stats", "memory", "")).containsAll(containers);
  }

  @Test
  void variablesAreSetAndRemovedAndNamedInTheDiffWithoutAFailedRequest() throws Exception {
    Developer ann = talkative("configured");
    String service = path(ann);
    try (Traffic traffic = Traffic.to(slipway.edgePort(), ann.host())) {
      traffic.awaitSome();
      roll(service + "/env", "{\"env\": {\"GREETING\": \"good morning\"}}");
      assertThat(saying(service + "/logs", "line", "good morning of configured")).hasSize(1);
      assertThat(api.service(ann.service()).get("env").toString()).contains("GREETING");
      roll(service + "/restart", "{}");
      roll(service + "/env", "{\"env\": {\"GREETING\": null}}");
      traffic.awaitSome();
      assertThat(traffic.failed()).isEmpty();
    }
    assertThat(api.service(ann.service()).get("env").toString()).doesNotContain("GREETING");
    JsonNode diff = api.get(service + "/releases/1/diff/2");
    assertThat(diff.get("changes").toString()).contains("GREETING").doesNotContain("morning");
    assertThat(api.releases(ann.service()))
        .extracting(release -> release.get("kind").asText())
        .containsExactly("config", "config", "config", "deploy");
    roll(service + "/deploy", "{\"release\": 2}");
    assertThat(api.service(ann.service()).get("env").toString()).contains("GREETING");
  }

  @Test
  void whatIsPushedWhilePausedWaitsUntilItIsResumed() throws Exception {
    Developer ann = talkative("paused");
    String service = path(ann);
    api.post(service + "/pause", "{\"reason\": \"the sale is on\"}");
    String build = ann.file("index.html", "two").push();
    String waiting = api.awaitBuild(build, "succeeded").get("deployments").get(0).asText();

    assertThat(api.service(ann.service()).get("paused").get("because").asText())
        .isEqualTo("the sale is on");
    roll(service + "/restart", "{}");
    assertThat(api.get("/api/v1/deployments/" + waiting).get("status").asText())
        .isEqualTo("pending");

    api.post(service + "/resume", "{}");
    api.awaitRollout(waiting, "live");
    assertThat(Api.visit(slipway.edgePort(), ann.host(), "/").body()).isEqualTo("two");
  }

  /** A site whose container says at its start who it is. */
  private static Developer talkative(String name) throws Exception {
    Developer ann = slipway.developer(name);
    ann.impatient("  env: { FROM: " + name + " }")
        .file("index.html", "one")
        .file(
            "Dockerfile",
            Developer.FROM
                + """
                COPY . /www
                EXPOSE 8080
                CMD ["sh", "-c", "echo ${GREETING:-hello} of $FROM; exec httpd -f -p 8080 -h /www"]
                """);
    JsonNode live = api.awaitDeployment(ann.push(), "live");
    assertThat(live.get("release").asInt()).isEqualTo(1);
    return ann;
  }

  private static String path(Developer developer) throws Exception {
    return "/api/v1/services/" + api.service(developer.service()).get("id").asText();
  }

  private static void roll(String path, String body) throws Exception {
    JsonNode accepted = api.post(path, body);
    JsonNode live = api.awaitRollout(accepted.get("deployment_id").asText(), "live");
    assertThat(live.get("status").asText()).isEqualTo("live");
  }

  /**
   * The containers that told it, until all that run have.
   *
   * @param text what the field must hold
   */
  private static Set<String> saying(String path, String field, String text)
      throws IOException, InterruptedException {
    int running = api.get(path.replaceFirst("/(logs|stats).*", "")).get("containers").size();
    Set<String> containers = new HashSet<>();
    try (var events =
        new BufferedReader(new InputStreamReader(api.open(path), StandardCharsets.UTF_8))) {
      String line;
      while (containers.size() < running && (line = events.readLine()) != null) {
        JsonNode event = Api.json(line.startsWith(DATA) ? line.substring(DATA.length()) : "{}");
        if (event.path(field).asText().contains(text) && event.has(field)) {
          containers.add(event.get("container").asText());
        }
      }
    }
    return containers;
  }
}
