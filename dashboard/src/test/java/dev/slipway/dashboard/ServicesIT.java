package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.build.Build;
import dev.slipway.core.deploy.ContainerEvent;
import dev.slipway.core.deploy.ContainerEvent.What;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.ReleaseKind;
import dev.slipway.core.deploy.Route;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.Target.Usage;
import dev.slipway.core.deploy.Wish;
import dev.slipway.core.pipeline.EdgeLimits;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Repository;
import dev.slipway.dashboard.ServiceRequests.Change;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people do to services, and what they see of their containers. */
class ServicesIT {
  private static final ServiceId SHOP = ServiceId.of("shop", "production");
  private static final String PATH = "/services/shop.production";
  private static final Instance FIRST = new Instance("c1", "127.0.0.1", 32768);
  private static final Instance SECOND = new Instance("c2", "127.0.0.1", 32769);

  private Stage stage;
  private Scenes scenes;
  private Browser browser;
  private Repository repository;

  @BeforeEach
  void open() throws Exception {
    stage = new Stage();
    scenes = new Scenes(stage);
    browser = new Browser(stage);
    repository = scenes.repository(Forge.GIT, "acme/shop");
    queueRelease("Start");
    scenes.roll(Scenes.allTheWay(FIRST), Scenes.detailsAllTheWay());
  }

  @AfterEach
  void close() {
    browser.close();
    stage.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          deploy  | {}
          deploy  | {"release": 1, "reason": "again"}
          deploy  | {"from": "shop.staging", "release": "v4"}
          scale   | {"replicas": 3}
          restart |
          env     | {"env": {"LEVEL": "info", "KEY": {"from_secret": "API_KEY"}, "OLD": null}}
          """)
  void whatNeedsARolloutIsAskedForInTheCallersName(String verb, @Nullable String body)
      throws Exception {
    var answer = browser.post("/api/v1" + PATH + "/" + verb, body == null ? "" : body);

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).isEqualTo("{\"deployment_id\":\"dep_1\"}");
    ServiceRequests.Order order = stage.changes.remove();
    assertThat(order.service()).isEqualTo(SHOP);
    assertThat(order.by()).isEqualTo("ada");
    assertThat(order.change()).isEqualTo(change(verb, body == null ? "" : body));
    assertThat(order.reason()).isEqualTo(body != null && body.contains("again") ? "again" : "");
  }

  private static Change change(String verb, String body) {
    return switch (verb) {
      case "scale" -> new Change.Scale(3);
      case "restart" -> new Change.Restart();
      case "env" -> {
        Map<String, @Nullable EnvValue> env = new HashMap<>();
        env.put("LEVEL", new EnvValue.Plain("info"));
        env.put("KEY", new EnvValue.FromSecret("API_KEY"));
        env.put("OLD", null);
        yield new Change.Configure(env);
      }
      default ->
          body.contains("from")
              ? new Change.Promote(ServiceId.of("shop", "staging"), 4)
              : new Change.Deploy(body.contains("release") ? 1 : null);
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          deploy  | {"number": 1}                           | number
          deploy  | {"release": 0}                          | release
          scale   | {}                                      | replicas
          scale   | {"replicas": "many"}                    | replicas
          restart | {"reason": 7}                           | reason
          pause   | {"what": "everything"}                  | what
          resume  | {"what": "traffic"}                     | what
          env     | {}                                      | env
          env     | {"env": {}}                             | env
          env     | {"env": {"A-B": "x"}}                   | env.A-B
          env     | {"env": {"A": 1}}                       | env.A
          env     | {"env": {"A": {"secret": "B"}}}         | env.A.secret env.A.from_secret
          env     | {"env": {"A": {"from_secret": "1 2"}}}  | env.A.from_secret
          """)
  void whatCannotBeRightIsToldAndNotAskedFor(String verb, String body, String wrong)
      throws Exception {
    var answer = browser.post(PATH + "/" + verb, body);

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(String.join(" ", Browser.json(answer).get("problems").findValuesAsText("path")))
        .isEqualTo(wrong);
    assertThat(stage.changes).isEmpty();
    assertThat(stage.services.find(SHOP).orElseThrow().paused()).isNull();
  }

  @Test
  void refusalsAndUnknownThingsAreProblems() throws Exception {
    stage.changeResult = new ServiceRequests.Result.Refused("shop.production was never live");
    var refused = browser.post(PATH + "/restart", "");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(Browser.json(refused).get("detail").asText()).contains("never live");
    stage.changeResult = new ServiceRequests.Result.Unknown("there is no release v9");
    assertThat(browser.post(PATH + "/deploy", "{\"release\":9}").statusCode()).isEqualTo(404);
    assertThat(browser.post("/services/none.production/restart", "").statusCode()).isEqualTo(404);
    assertThat(browser.post("/services/none.production/pause", "").statusCode()).isEqualTo(404);
  }

  @Test
  void strangersSeeAndChangeNothing() throws Exception {
    for (String verb : List.of("deploy", "scale", "restart", "env", "pause", "resume")) {
      assertThat(browser.anonymously("POST", PATH + "/" + verb).statusCode()).isEqualTo(401);
    }
    assertThat(browser.anonymously("GET", PATH + "/logs").statusCode()).isEqualTo(401);
    assertThat(browser.anonymously("GET", PATH + "/stats").statusCode()).isEqualTo(401);
    assertThat(stage.changes).isEmpty();
  }

  @Test
  void aFormIsSentBackToThePageOfItsService() throws Exception {
    var sent = browser.submit(PATH + "/scale", "replicas=2");

    assertThat(sent.statusCode()).isEqualTo(303);
    assertThat(sent.headers().firstValue("Location")).hasValue(PATH);
    assertThat(stage.changes.remove().change()).isEqualTo(new Change.Scale(2));
    assertThat(browser.submit(PATH + "/env", "env.LEVEL=info").statusCode()).isEqualTo(303);
    assertThat(stage.changes.remove().change())
        .isEqualTo(new Change.Configure(Map.of("LEVEL", new EnvValue.Plain("info"))));
  }

  @Test
  void pausedPushesAreToldWithTheReasonUntilTheyAreResumed() throws Exception {
    String last = Browser.json(browser.get(PATH)).get("deployment").asText();
    var paused = browser.post(PATH + "/pause", "{\"reason\":\"the sale is on\"}");

    assertThat(paused.statusCode()).isEqualTo(202);
    assertThat(Browser.json(paused).get("deployment_id").asText()).isEqualTo(last);
    JsonNode told = Browser.json(browser.get(PATH)).get("paused");
    assertThat(told.get("because").asText()).isEqualTo("the sale is on");
    assertThat(told.get("by").asText()).isEqualTo("ada");
    assertThat(told.get("since").asText()).endsWith("Z");

    assertThat(browser.post(PATH + "/resume", "").statusCode()).isEqualTo(202);
    assertThat(Browser.json(browser.get(PATH)).get("paused").isNull()).isTrue();
  }

  @Test
  void pausedTrafficWaitsAtTheEdgesUntilItIsResumed() throws Exception {
    Deployment rollout = publishRoute();
    String why = "{\"what\":\"traffic\", \"reason\": \"the database moves\"}";
    assertThat(browser.post(PATH + "/pause", why).statusCode()).isEqualTo(202);

    assertThat(stage.routing.find(SHOP).orElseThrow().held()).isTrue();
    JsonNode told = Browser.json(browser.get(PATH));
    assertThat(told.get("held").asBoolean()).isTrue();
    assertThat(told.get("hold").get("kind").asText()).isEqualTo("person");
    assertThat(told.get("hold").get("because").asText()).isEqualTo("the database moves");
    assertThat(told.get("hold").get("by").asText()).isEqualTo("ada");
    assertThat(told.get("hold").get("since").asText()).endsWith("Z");
    assertThat(browser.page(PATH).body())
        .contains("Requests wait at the edges")
        .contains("The database moves")
        .contains("held by ada");
    assertThat(told.get("paused").isNull()).isTrue();

    assertThat(browser.post(PATH + "/resume", "").statusCode()).isEqualTo(202);
    assertThat(stage.routing.find(SHOP).orElseThrow().held()).isFalse();
    assertThat(Browser.json(browser.get(PATH)).get("hold").isNull()).isTrue();
    stage.routing.publish(stage.routing.find(SHOP).orElseThrow().withHeld(true));
    assertThat(Browser.json(browser.get(PATH)).get("hold").get("kind").asText())
        .isEqualTo("rollout");
    assertThat(rollout.release()).isEqualTo(2);
  }

  @Test
  void whatHappenedToContainersIsToldNewestFirst() throws Exception {
    happened(1, new What.Started());
    happened(2, new What.HealthChanged(Target.Health.UNHEALTHY));
    happened(3, new What.Signalled(15));
    happened(4, new What.Died(137, true));
    happened(5, new What.Started());

    JsonNode items = Browser.json(browser.get(PATH + "/events")).get("items");
    assertThat(items.findValuesAsText("kind"))
        .containsExactly("restarted", "died", "signalled", "health", "started");
    assertThat(items.get(1).get("exit_code").asInt()).isEqualTo(137);
    assertThat(items.get(1).get("out_of_memory").asBoolean()).isTrue();
    assertThat(items.get(2).get("text").asText()).isEqualTo("was sent SIGTERM");
    assertThat(items.get(3).get("health").asText()).isEqualTo("unhealthy");
    assertThat(items.get(4).get("exit_code").isNull()).isTrue();
    // What came before still counts when only the newest is asked for.
    JsonNode newest = Browser.json(browser.get("/api/v1" + PATH + "/events?limit=1")).get("items");
    assertThat(newest.findValuesAsText("kind")).containsExactly("restarted");
    assertThat(browser.page(PATH).body())
        .contains("What happened to its containers")
        .contains("Ended with exit code 137: out of memory");
  }

  private void happened(int second, What what) {
    Instant at = stage.clock.instant().plusSeconds(second);
    stage.containerEvents.record(new ContainerEvent(SHOP, FIRST.id(), 1, at, what));
  }

  @Test
  void aRolloutThatGoesOnIsPromotedAndAborted() throws Exception {
    queueRelease("Next");
    Deployment next = scenes.roll(List.of(new DeploymentState.Preparing()), List.of(""));
    String path = "/deployments/" + next.id();

    assertThat(browser.post(path + "/promote", "").statusCode()).isEqualTo(202);
    assertThat(stage.services.wish(next.id())).hasValue(new Wish(Wish.What.PROMOTE, "ada"));
    var aborted = browser.post("/api/v1" + path + "/abort", "{}");
    assertThat(Browser.json(aborted).get("deployment_id").asText()).isEqualTo(next.id().value());
    assertThat(stage.services.wish(next.id())).hasValue(new Wish(Wish.What.ABORT, "ada"));
    assertThat(browser.post(path + "/abort", "{\"now\":true}").statusCode()).isEqualTo(422);
    assertThat(browser.post("/deployments/dep_none/abort", "").statusCode()).isEqualTo(404);
  }

  @Test
  void aRolloutThatHasEndedTakesNoWishes() throws Exception {
    String ended = Browser.json(browser.get(PATH)).get("deployment").asText();

    var answer = browser.post("/deployments/" + ended + "/promote", "");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(Browser.json(answer).get("detail").asText()).contains(ended, "has ended");
  }

  @Test
  void whatTheReleaseCommandPrintedIsTold() throws Exception {
    String id = Browser.json(browser.get(PATH)).get("deployment").asText();
    assertThat(browser.get("/deployments/" + id + "/log").body()).isEqualTo("{\"lines\":[]}");

    stage.deploymentLogs.write(new DeploymentId(id), 1, List.of("migrating", "done"));

    assertThat(browser.get("/api/v1/deployments/" + id + "/log").body())
        .isEqualTo("{\"lines\":[\"migrating\",\"done\"]}");
    assertThat(browser.get("/deployments/none/log").statusCode()).isEqualTo(404);
  }

  @Test
  void goingBackPastWhatIsNotReversibleIsRefusedUnlessItIsForced() throws Exception {
    stage.rollbackResult =
        new RollbackRequests.Result.Refused(
            "v2 is marked as not reversible", "if you are sure, ask again with `force`");
    var refused = browser.post(PATH + "/rollback", "{\"release\":1}");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(Browser.json(refused).get("detail").asText())
        .isEqualTo("v2 is marked as not reversible; if you are sure, ask again with `force`");
    assertThat(stage.rollbacks.remove().past()).isFalse();

    stage.rollbackResult = new RollbackRequests.Result.Accepted(new DeploymentId("dep_2"));
    assertThat(browser.post(PATH + "/rollback", "{\"release\":1,\"force\":true}").statusCode())
        .isEqualTo(202);
    assertThat(stage.rollbacks.remove().past()).isTrue();
  }

  @Test
  void releasesAreComparedWithoutAnyValue() throws Exception {
    queueRelease("Second");
    queueRelease("Third");

    JsonNode diff = Browser.json(browser.get(PATH + "/releases/1/diff/3"));

    assertThat(diff.get("from").asInt()).isEqualTo(1);
    assertThat(diff.get("to").asInt()).isEqualTo(3);
    assertThat(diff.get("image").get("to").asText()).contains("@sha256:");
    assertThat(diff.get("commits").findValuesAsText("message")).containsExactly("Second", "Third");
    assertThat(diff.get("changes").findValuesAsText("what"))
        .containsExactly("Image", "Commit", "Replicas", "Environment");
    assertThat(diff.toString()).contains("LOG_LEVEL").doesNotContain("debug", "info");
    JsonNode back = Browser.json(browser.get("/api/v1" + PATH + "/releases/v3/diff/v2"));
    assertThat(back.get("commits").findValuesAsText("message")).containsExactly("Third");
    assertThat(browser.get(PATH + "/releases/1/diff/9").statusCode()).isEqualTo(404);
  }

  @Test
  void aServiceTellsWhichVariablesItHasAndSinceWhenItsContainersRun() throws Exception {
    stage.place.run(FIRST);

    JsonNode service = Browser.json(browser.get(PATH));

    assertThat(service.get("env").get(0).asText()).isEqualTo("LOG_LEVEL");
    assertThat(service.get("held").asBoolean()).isFalse();
    JsonNode container = service.get("containers").get(0);
    assertThat(container.get("state").asText()).isEqualTo("running");
    assertThat(container.get("started_at").asText()).endsWith("Z");
    assertThat(container.get("cpu").isNull()).isTrue();

    stage.place.away = true;
    container = Browser.json(browser.get(PATH)).get("containers").get(0);
    assertThat(container.get("state").isNull()).isTrue();
    assertThat(container.get("started_at").isNull()).isTrue();
  }

  @Test
  void theOutputOfAllContainersIsFollowedAlsoOfThoseThatJoin() throws Exception {
    stage.place.run(FIRST, "one", "two", "three");
    try (InputStream in = browser.open(PATH + "/logs?tail=2");
        BufferedReader events = reader(in)) {
      assertThat(next(events, "line")).isEqualTo("{\"container\":\"c1\",\"line\":\"two\"}");
      assertThat(next(events, "line")).isEqualTo("{\"container\":\"c1\",\"line\":\"three\"}");
      stage.place.write(FIRST, "four");
      assertThat(next(events, "line")).isEqualTo("{\"container\":\"c1\",\"line\":\"four\"}");
      stage.place.run(SECOND, "hello");
      assertThat(next(events, "line")).isEqualTo("{\"container\":\"c2\",\"line\":\"hello\"}");
    }
    assertThat(stage.place.isLeft(FIRST)).isTrue();
    assertThat(stage.place.isLeft(SECOND)).isTrue();
  }

  @Test
  void aSlowViewerHoldsTheFeedBackAndLosesNothing() throws Exception {
    stage.place.run(FIRST);
    int lines = 20_000;
    try (InputStream in = browser.open("/api/v1" + PATH + "/logs");
        BufferedReader events = reader(in)) {
      Thread writer =
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; i < lines; i++) {
                  stage.place.write(FIRST, "line " + i);
                }
              });
      for (int i = 0; i < lines; i++) {
        assertThat(next(events, "line")).contains("\"line " + i + "\"");
      }
      writer.join();
    }
  }

  @Test
  void theLastLinesAreReadWithoutFollowing() throws Exception {
    stage.place.run(FIRST, "one", "two", "three");

    assertThat(browser.get(PATH + "/logs?follow=false&tail=1").body())
        .endsWith(
            """
            event: line
            data: {"container":"c1","line":"three"}

            event: end
            data: {}

            """);
  }

  @Test
  void figuresAreFollowedAndToldWithTheService() throws Exception {
    stage.place.run(FIRST);
    try (InputStream in = browser.open(PATH + "/stats");
        BufferedReader events = reader(in)) {
      stage.place.use(FIRST, new Usage(250, 1L << 20, 0, 7, 10, 20));
      assertThat(next(events, "stats"))
          .isEqualTo(
              "{\"container\":\"c1\",\"cpu\":250,\"memory\":1048576,\"memory_limit\":0,"
                  + "\"pids\":7,\"received\":10,\"sent\":20}");
      JsonNode container = Browser.json(browser.get(PATH)).get("containers").get(0);
      assertThat(container.get("cpu").asInt()).isEqualTo(250);
      assertThat(container.get("memory").asInt()).isEqualTo(1 << 20);
    }
  }

  @Test
  void aTargetThatIsAwayIsAProblemAndNoEmptyStream() throws Exception {
    stage.place.away = true;
    for (String what : List.of("/logs", "/stats", "/logs?follow=false")) {
      HttpResponse<String> answer = browser.get(PATH + what);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(Browser.json(answer).get("detail").asText())
          .isEqualTo("the engine does not answer; start it");
    }
    assertThat(browser.get(PATH + "/logs?tail=-1").statusCode()).isEqualTo(422);
  }

  private void queueRelease(String message) throws InterruptedException {
    Build build = scenes.run(repository, "main", "ada", message);
    var image = scenes.image(repository);
    Build done =
        scenes.finish(
            build,
            scenes.succeeded(build, image),
            List.of(scenes.release(build, image, ReleaseKind.DEPLOY, null, "")));
    assertThat(done.state().status().id()).isEqualTo("succeeded");
  }

  /** A rollout that has switched the traffic. */
  private Deployment publishRoute() throws InterruptedException {
    queueRelease("Next");
    Deployment next =
        scenes.roll(
            Scenes.allTheWay(SECOND).subList(0, 4), Scenes.detailsAllTheWay().subList(0, 4));
    Route route =
        Route.to(
            SHOP,
            stage.services.find(SHOP).orElseThrow().hosts(),
            EdgeLimits.USUAL,
            next.release(),
            List.of(SECOND));
    assertThat(stage.routing.publish(route, next.id(), next.attempt())).isPresent();
    return next;
  }

  private static BufferedReader reader(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  /** The data of the next event, which must be of that type. */
  private static String next(BufferedReader events, String type) throws IOException {
    String line;
    String event = "";
    while ((line = events.readLine()) != null) {
      if (line.startsWith("event: ")) {
        event = line.substring("event: ".length());
      } else if (line.startsWith("data: ")) {
        assertThat(event).isEqualTo(type);
        return line.substring("data: ".length());
      }
    }
    throw new AssertionError("the stream has ended");
  }
}
