package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.build.Build;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.ReleaseKind;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiIT {
  private Stage stage;
  private Scenes scenes;
  private Browser browser;

  @BeforeEach
  void open() throws Exception {
    stage = new Stage();
    scenes = new Scenes(stage);
    browser = new Browser(stage);
  }

  @AfterEach
  void close() {
    browser.close();
    stage.close();
  }

  @Test
  void aRepositoryTellsItsSecretOnceAndItsWebhookAlways() throws Exception {
    var added =
        browser.post(
            "/api/v1/repositories",
            "{\"forge\":\"bitbucket_server\",\"name\":\"acme/shop\","
                + "\"clone_url\":\"https://git.example.com/acme/shop.git\"}");
    assertThat(added.statusCode()).isEqualTo(201);
    JsonNode repository = Browser.json(added);
    String id = repository.get("id").asText();
    assertThat(repository.get("webhook_secret").asText()).hasSize(64);
    assertThat(repository.get("default_branch").asText()).isEqualTo("main");
    assertThat(repository.get("webhook_url").asText())
        .isEqualTo("http://slipway.example.com:8080/webhooks/bitbucket-server/" + id);
    JsonNode read = Browser.json(browser.get("/api/v1/repositories/" + id));
    assertThat(names(read))
        .containsExactlyInAnyOrder(
            "id",
            "forge",
            "name",
            "clone_url",
            "default_branch",
            "enabled",
            "webhook_url",
            "pipeline",
            "triggers",
            "labels",
            "sync_to",
            "connection",
            "created_at");
    assertThat(
            browser.post("/api/v1/repositories", added.body().replace("null", "\"\"")).statusCode())
        .isIn(409, 422);
  }

  @Test
  void everythingThatIsWrongWithARepositoryIsToldAtOnce() throws Exception {
    var answer =
        browser.post(
            "/api/v1/repositories",
            "{\"forge\":\"svn\",\"name\":\"shop\",\"clone_url\":\"https://a:b@x.example/y\",\"x\":1}");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(Browser.json(answer).get("problems").findValuesAsText("path"))
        .containsExactly("x", "forge", "name", "clone_url");
    assertThat(answer.body()).doesNotContain("a:b@");
  }

  @Test
  void bodiesThatCannotBeReadAreProblems() throws Exception {
    assertThat(browser.post("/api/v1/repositories", "{").statusCode()).isEqualTo(400);
    assertThat(browser.post("/api/v1/repositories", "[]").statusCode()).isEqualTo(400);
    assertThat(browser.post("/api/v1/repositories", "[".repeat(100_000)).statusCode())
        .isEqualTo(400);
    assertThat(browser.post("/api/v1/repositories", " ".repeat(1 << 21)).statusCode())
        .isEqualTo(413);
    assertThat(browser.get("/api/v1/builds?limit=0").statusCode()).isEqualTo(422);
    assertThat(browser.get("/api/v1/builds?status=great").statusCode()).isEqualTo(422);
    assertThat(browser.send("PATCH", "/builds", "x").statusCode()).isEqualTo(405);
  }

  @Test
  void aBuildHasTheFieldsOfTheContract() throws Exception {
    Build build = deployed();
    JsonNode told = Browser.json(browser.get("/builds/" + build.id()));
    assertThat(names(told))
        .contains(
            "id",
            "number",
            "repository",
            "ref",
            "branch",
            "tag",
            "sha",
            "message",
            "author",
            "trigger",
            "status",
            "reason",
            "attempt",
            "queued_at",
            "started_at",
            "finished_at",
            "queue_position",
            "steps",
            "images",
            "deployments",
            "failure");
    assertThat(told.get("status").asText()).isEqualTo("succeeded");
    assertThat(names(told.get("images").get(0)))
        .containsExactly("name", "reference", "digest", "size");
    assertThat(browser.get("/api/v1/builds/" + build.id()).body())
        .isEqualTo(browser.get("/builds/" + build.id()).body());
    assertThat(browser.get("/builds/" + build.id(), "Accept", "text/html").body())
        .startsWith("<!doctype html>");
  }

  @Test
  void buildsAreStartedStoppedAndRepeated() throws Exception {
    Repository repository = scenes.repository(Forge.GIT, "acme/shop");
    String builds = "/api/v1/repositories/" + repository.id() + "/builds";
    JsonNode started = Browser.json(browser.post(builds, "{\"ref\":\"main\"}"));
    assertThat(started.get("status").asText()).isEqualTo("queued");
    assertThat(started.get("queue_position").asInt()).isZero();
    assertThat(started.get("trigger").asText()).isEqualTo("manual");
    String id = started.get("id").asText();
    assertThat(browser.post("/builds/" + id + "/retry", "").statusCode()).isEqualTo(409);
    assertThat(browser.post("/builds/" + id + "/cancel", "").statusCode()).isEqualTo(202);
    assertThat(browser.post("/builds/" + id + "/cancel", "").statusCode()).isEqualTo(409);
    JsonNode again = Browser.json(browser.post("/api/v1/builds/" + id + "/retry", ""));
    assertThat(again.get("id").asText()).isNotEqualTo(id);
    assertThat(again.get("sha")).isEqualTo(started.get("sha"));
    assertThat(again.get("trigger").asText()).isEqualTo("retry");
    String fresh = "/builds/" + id + "/retry";
    assertThat(Browser.json(browser.post(fresh, "{\"cache\":false}")).get("trigger").asText())
        .isEqualTo("rebuild");
    assertThat(browser.post(fresh, "{\"cache\":\"none\"}").statusCode()).isEqualTo(422);
    assertThat(browser.post(builds, "{\"ref\":\"gone\"}").statusCode()).isEqualTo(422);
    assertThat(browser.post(builds, "{}").statusCode()).isEqualTo(422);
  }

  @Test
  void aServiceItsReleasesAndARollbackAreTold() throws Exception {
    deployed();
    JsonNode service = Browser.json(browser.get("/services")).get("items").get(0);
    assertThat(service.get("status").asText()).isEqualTo("live");
    assertThat(service.get("release").asInt()).isEqualTo(1);
    assertThat(service.get("urls").get(0).asText()).isEqualTo("http://shop.localhost:8000");
    JsonNode release =
        Browser.json(browser.get("/services/shop.production/releases")).get("items").get(0);
    assertThat(release.get("state").asText()).isEqualTo("live");
    JsonNode deployment =
        Browser.json(browser.get("/deployments/" + service.get("deployment").asText()));
    assertThat(deployment.get("status").asText()).isEqualTo("live");
    assertThat(deployment.get("phases").findValuesAsText("name"))
        .startsWith("pending", "preparing")
        .endsWith("live");

    var refused = browser.post("/services/shop.production/rollback", "{\"release\":9}");
    assertThat(refused.statusCode()).isEqualTo(409);
    stage.rollbackResult = new RollbackRequests.Result.Accepted(new DeploymentId("dep_1"));
    stage.rollbacks.clear();
    var accepted =
        browser.post("/services/shop.production/rollback", "{\"release\":1,\"reason\":\"slow\"}");
    assertThat(accepted.statusCode()).isEqualTo(202);
    assertThat(accepted.body()).isEqualTo("{\"deployment_id\":\"dep_1\"}");
    assertThat(stage.rollbacks.take())
        .extracting(RollbackRequests.Order::by, RollbackRequests.Order::reason)
        .containsExactly("ada", "slow");
  }

  @Test
  void readinessNamesWhatIsMissing() throws Exception {
    assertThat(browser.get("/readyz").statusCode()).isEqualTo(200);
    stage.trouble = "no answer in 2 s";
    var answer = browser.get("/readyz");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(Browser.json(answer).get("checks").get(0).get("name").asText()).isEqualTo("redis");
  }

  @Test
  void theDescriptionNamesEveryRouteAndNoOther() throws Exception {
    Set<String> pages =
        Set.of(
            "GET /",
            "GET /sign-in",
            "POST /sign-in",
            "POST /sign-out",
            "GET /repositories",
            "POST /repositories",
            "GET /repositories/{id}",
            "POST /repositories/{id}",
            "GET /repositories/{id}/settings",
            "GET /repositories/{id}/pipeline",
            "POST /repositories/{id}/pipeline",
            "GET /repositories/{id}/setup",
            "POST /repositories/{id}/setup",
            "GET /repositories/{id}/first",
            "POST /repositories/{id}/first",
            "POST /repositories/{id}/hook/check",
            "POST /repositories/{id}/secrets",
            "POST /repositories/{id}/secrets/remove",
            "POST /repositories/{id}/remove",
            "GET /connect",
            "GET /targets",
            "POST /targets/{name}/cleanup",
            "POST /targets/{name}/nodes/{node}/drain",
            "POST /targets/{name}/nodes/{node}/activate",
            "POST /connect",
            "GET /accounts/{id}",
            "POST /accounts/{id}",
            "POST /accounts/{id}/remove",
            "GET /deliveries",
            "GET /deliveries/{id}",
            "POST /deliveries/{id}/replay",
            "POST /deliveries/{id}/simulate",
            "GET /images",
            "GET /images/{repository}",
            "GET /images/{repository}/{reference}",
            "POST /images/{repository}/{reference}/remove",
            "GET /sync",
            "POST /sync",
            "GET /sync/{id}",
            "POST /sync/{id}",
            "GET /sync/{id}/plan",
            "POST /sync/{id}/remove",
            "POST /sync/{id}/run",
            "POST /sync/runs/{id}/cancel",
            "GET /settings",
            "GET /settings/registries",
            "POST /settings/registries",
            "POST /settings/registries/test",
            "POST /settings/registries/{host}/remove",
            "GET /settings/users",
            "GET /settings/audit",
            "POST /settings/password",
            "POST /settings/sessions/{id}/end",
            "POST /settings/tokens",
            "POST /settings/tokens/{id}/revoke",
            "POST /settings/tokens/all/{id}/revoke",
            "POST /settings/users",
            "POST /settings/users/{name}",
            "POST /settings/users/{name}/password",
            "POST /settings/users/{name}/remove",
            "GET /assets/{hash}/{name}");
    Set<String> routes =
        stage.routes.stream()
            .map(route -> route.method() + " " + route.path().replaceAll(":([a-z]+)", "{$1}"))
            .map(route -> route.replace("/badge/*", "/badge/{owner}/{name}.svg"))
            .filter(route -> !pages.contains(route))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> described = new TreeSet<>();
    String path = "";
    for (String line : browser.get("/openapi.yaml").body().lines().toList()) {
      if (line.startsWith("components:")) {
        break;
      }
      if (line.matches("  /.*:")) {
        path = line.strip().replaceAll(":$", "");
      } else if (line.matches("    (get|post|put|delete):")) {
        described.add(
            line.strip().replace(":", "").toUpperCase(java.util.Locale.ROOT) + " " + path);
      }
    }
    assertThat(described).isEqualTo(routes);
  }

  private Build deployed() throws InterruptedException {
    Repository repository = scenes.repository(Forge.GIT, "acme/shop");
    Build build = scenes.run(repository, "main", "ada", "Start");
    var image = scenes.image(repository);
    Build done =
        scenes.finish(
            build,
            scenes.succeeded(build, image),
            List.of(scenes.release(build, image, ReleaseKind.DEPLOY, null, "")));
    scenes.roll(
        Scenes.allTheWay(new Instance("c1", "127.0.0.1", 32768)), Scenes.detailsAllTheWay());
    return done;
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
