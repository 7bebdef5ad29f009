package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pipelines with more than a Dockerfile, seen from outside only. */
@Timeout(120)
class PipelineIT {
  private static final String CANARY = "canary-of-the-pipeline-4711";
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
  void whatStepsMakeIsInTheImageAndTheirSecretsAreNowhere() throws Exception {
    Developer ann = slipway.developer("steps");
    setSecret("acme/steps", "TOKEN");
    String build =
        ann.file(
                ".slipway.yml",
                """
                env: { GREETING: hello }
                steps:
                  - name: unit
                    image: busybox:latest
                    commands:
                      - mkdir site
                      - echo "$GREETING from $SLIPWAY_BRANCH" > site/index.html
                      - echo "the token is $TOKEN"
                    env: { TOKEN: { from_secret: TOKEN } }
                  - name: database
                    image: busybox:latest
                    commands: [echo PING | nc -w 2 db 6379]
                  - name: flaky
                    image: busybox:latest
                    commands: [exit 3]
                    failure: ignore
                services:
                  - { name: db, image: "redis:7" }
                build: { secrets: [TOKEN] }
                """)
            .file(
                "Dockerfile",
                Developer.FROM
                    + "ENV WRITTEN_AT="
                    + System.nanoTime()
                    + """

                    RUN --mount=type=secret,id=TOKEN echo "mounted: $(cat /run/secrets/TOKEN)"
                    COPY site /www
                    EXPOSE 8080
                    CMD ["httpd", "-f", "-p", "8080", "-h", "/www"]
                    """)
            .push();
    api.awaitDeployment(build, "live");

    assertThat(Api.visit(slipway.edgePort(), ann.host(), "/").body())
        .isEqualTo("hello from main\n");
    String log = log(build);
    assertThat(log).contains("the token is ***", "mounted: ***", "+PONG", "service db is ready");
    assertThat(log).doesNotContain(CANARY);
    assertThat(api.build(build).toString()).doesNotContain(CANARY);
    assertThat(step(build, "unit").get("exit_code").asInt()).isZero();
    assertThat(step(build, "flaky").get("status").asText()).isEqualTo("failed");
    assertThat(step(build, "db").get("kind").asText()).isEqualTo("service");
    assertNothingLeftOf(build);
  }

  @Test
  void aStepThatFailsEndsTheBuildInWords() throws Exception {
    Developer ann = slipway.developer("failing");
    String build =
        ann.site("never")
            .file(
                ".slipway.yml",
                """
                steps:
                  - { name: unit, image: busybox:latest, commands: ["kill -9 $$"] }
                  - { name: after, image: busybox:latest, commands: ["true"] }
                """)
            .push();
    JsonNode failed = api.awaitBuild(build, "failed");

    assertThat(failed.get("failure").get("kind").asText()).isEqualTo("step");
    assertThat(failed.get("failure").get("step").asText()).isEqualTo("unit");
    assertThat(failed.get("failure").get("message").asText()).contains("SIGKILL");
    assertThat(step(build, "after").get("status").asText()).isEqualTo("skipped");
    assertThat(failed.get("images")).isEmpty();
    assertNothingLeftOf(build);
  }

  @Test
  void aSecretThatNobodySetFailsBeforeAnythingRuns() throws Exception {
    Developer ann = slipway.developer("unset");
    String build =
        ann.site("never")
            .file(
                ".slipway.yml",
                """
                steps:
                  - name: unit
                    image: busybox:latest
                    commands: ["true"]
                    env: { KEY: { from_secret: NOBODY_SET_IT } }
                """)
            .push();
    JsonNode failed = api.awaitBuild(build, "failed");

    assertThat(failed.get("failure").get("kind").asText()).isEqualTo("pipeline");
    assertThat(failed.get("failure").get("hint").asText())
        .contains("slipway secrets set acme/unset NOBODY_SET_IT");
    assertThat(failed.get("steps").findValuesAsText("name"))
        .containsExactly("checkout", "pipeline");
  }

  @Test
  void cancelStopsTheWorkOfAStepWithinTenSeconds() throws Exception {
    Developer ann = slipway.developer("canceled");
    String build =
        ann.site("never")
            .file(
                ".slipway.yml",
                """
                steps:
                  - name: endless
                    image: busybox:latest
                    commands: ["trap '' TERM; echo begun; while true; do sleep 1; done"]
                """)
            .push();
    awaitLine(build, "begun");
    Instant asked = Instant.now();
    api.post("/api/v1/builds/" + build + "/cancel", "{}");
    api.awaitBuild(build, "canceled");

    assertNothingLeftOf(build);
    assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void aNewerBuildOfAConcurrencyGroupStopsTheOlderOne() throws Exception {
    Developer ann = slipway.developer("group");
    String pipeline =
        """
        concurrency: { group: "${BRANCH}", cancel_in_progress: true }
        deploy: false
        steps:
          - { name: wait, image: busybox:latest, commands: ["echo begun; %s"] }
        """;
    String older = ann.site("older").file(".slipway.yml", pipeline.formatted("sleep 60")).push();
    awaitLine(older, "begun");
    String newer = ann.site("newer").file(".slipway.yml", pipeline.formatted("true")).push();

    JsonNode canceled = api.awaitBuild(older, "canceled");
    assertThat(canceled.get("reason").asText())
        .isEqualTo("superseded by build 2 of the same concurrency group");
    api.awaitBuild(newer, "succeeded");
    assertThat(log(newer)).contains("Stops build 1 of the concurrency group \"main\"");
  }

  @Test
  void anImageWithoutRunIsBuiltWithoutTheEngineAndReusedWhenNothingChanged() throws Exception {
    Developer ann = slipway.developer("runfree");
    JsonNode first = api.awaitBuild(ann.site("base").push(), "succeeded");
    String base = first.get("images").get(0).get("reference").asText();
    String dockerfile =
        "FROM " + base + "\nCOPY page /www/page\nHEALTHCHECK CMD [\"true\"]\nEXPOSE 8080\n";
    Developer bob = slipway.developer("runfree2");
    String built =
        bob.file("Dockerfile", dockerfile)
            .file("page", "made without an engine")
            .file(".slipway.yml", "deploy: { healthcheck: /page }\n")
            .push();
    api.awaitDeployment(built, "live");

    assertThat(Api.visit(slipway.edgePort(), bob.host(), "/page").body())
        .isEqualTo("made without an engine");
    assertThat(api.build(built).get("steps").findValuesAsText("name"))
        .contains("[2/2] COPY page /www/page");
    assertThat(log(built)).doesNotContain("is left to the engine");
    StoredImage image = StoredImage.of(api.build(built));
    assertThat(image.digestOf(bob.sha().substring(0, 7))).isEqualTo(image.digest());

    String again = bob.push("refs/heads/again");
    JsonNode reused = api.awaitBuild(again, "succeeded");
    assertThat(StoredImage.of(reused).digest()).isEqualTo(image.digest());
    assertThat(step(again, "reuse").get("cached").asBoolean()).isTrue();
  }

  @Test
  void onlyTheImageWhosePathsChangedIsBuiltAgain() throws Exception {
    Developer ann = slipway.developer("monorepo");
    ann.file(
            ".slipway.yml",
            """
            deploy: false
            build:
              - { name: web, context: web, when: { path: "web/**" } }
              - { name: api, context: api, when: { path: "api/**" } }
            """)
        .file("web/Dockerfile", Developer.FROM + "COPY . /web\n")
        .file("api/Dockerfile", Developer.FROM + "COPY . /api\n");
    JsonNode first = api.awaitBuild(ann.push(), "succeeded");
    assertThat(first.get("images").findValuesAsText("name")).containsExactly("web", "api");

    JsonNode second = api.awaitBuild(ann.file("api/main", "changed").push(), "succeeded");
    assertThat(second.get("images").findValuesAsText("name")).containsExactly("api");

    JsonNode third = api.awaitBuild(ann.file("README", "nothing").push(), "skipped");
    assertThat(third.get("reason").asText())
        .isEqualTo("nothing changed that an image is built from");
  }

  private static void setSecret(String repository, String name) throws Exception {
    String id =
        api.items("/api/v1/repositories?limit=200").stream()
            .filter(found -> found.get("name").asText().equals(repository))
            .findFirst()
            .orElseThrow()
            .get("id")
            .asText();
    byte[] body = ("{\"value\": \"" + CANARY + "\"}").getBytes(StandardCharsets.UTF_8);
    assertThat(
            api.send(
                    "PUT",
                    "/api/v1/secrets/" + id + "/" + name,
                    body,
                    "Content-Type",
                    "application/json")
                .statusCode())
        .isBetween(200, 204);
  }

  private static JsonNode step(String build, String name) throws Exception {
    return StreamSupport.stream(api.build(build).get("steps").spliterator(), false)
        .filter(step -> step.get("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the build has no step " + name));
  }

  private static String log(String build) throws Exception {
    return api.send("GET", "/api/v1/builds/" + build + "/log.txt", new byte[0]).body();
  }

  private static void awaitLine(String build, String line) throws Exception {
    Wait.until(
        "the log says " + line,
        () -> api.get("/api/v1/builds/" + build + "/log").get("lines").findValuesAsText("text"),
        lines -> lines.contains(line));
  }

  private static void assertNothingLeftOf(String build) throws Exception {
    try (Containers containers = Containers.of(slipway.data())) {
      Wait.until(
          "nothing of build " + build + " is on the engine",
          () -> containers.leftOfBuild(build),
          List::isEmpty);
    }
  }
}
