package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.access.Role;
import dev.slipway.core.access.User;
import dev.slipway.core.build.Build;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Repository;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** API tokens: made, shown once, limited, used up. */
class TokensIT {
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
  void aTokenIsShownOnceAndWorksUntilItIsRevoked() throws Exception {
    JsonNode made = make("{\"name\":\"script\",\"role\":\"viewer\",\"days\":30}");
    String token = made.path("token").asText();
    assertThat(token).matches("slp_[0-9a-f]{64}");
    var me = as(token, "GET", "/api/v1/me");
    assertThat(Browser.json(me).path("role").asText()).isEqualTo("viewer");
    String id = made.path("id").asText();
    HttpResponse<String> list = browser.get("/api/v1/tokens");
    assertThat(list.body()).contains(id).doesNotContain(token);
    assertThat(list.body()).contains("\"last_used_at\":\"");
    assertThat(browser.delete("/api/v1/tokens/" + id).statusCode()).isEqualTo(204);
    assertThat(as(token, "GET", "/api/v1/me").statusCode()).isEqualTo(401);
    assertThat(browser.delete("/api/v1/tokens/" + id).statusCode()).isEqualTo(404);
  }

  @Test
  void aTokenEndsWhenItsDaysAreOver() throws Exception {
    String token = make("{\"name\":\"script\",\"days\":2}").path("token").asText();
    stage.clock.advance(Duration.ofHours(47));
    assertThat(as(token, "GET", "/api/v1/me").statusCode()).isEqualTo(200);
    stage.clock.advance(Duration.ofHours(1));
    assertThat(as(token, "GET", "/api/v1/me").statusCode()).isEqualTo(401);
  }

  @Test
  void nobodyMakesATokenThatMayMoreThanTheyMay() throws Exception {
    String viewer = make("{\"name\":\"small\",\"role\":\"viewer\"}").path("token").asText();
    var more =
        browser.send(
            "POST",
            "/api/v1/tokens",
            "{\"name\":\"big\",\"role\":\"administrator\"}",
            "Authorization",
            "Bearer " + viewer,
            "Content-Type",
            "application/json");
    assertThat(more.statusCode()).isEqualTo(422);
    assertThat(more.body()).contains("above your own");
    assertThat(browser.post("/api/v1/tokens", "{\"name\":\"\"}").statusCode()).isEqualTo(422);
    assertThat(
            browser
                .post("/api/v1/tokens", "{\"name\":\"x\",\"repositories\":[\"no/such\"]}")
                .statusCode())
        .isEqualTo(422);
  }

  @Test
  void nobodyRevokesSomebodyElsesTokenButAnAdministrator() throws Exception {
    stage.access.users().add(User.fresh("grace", Role.MAINTAINER, stage.clock.instant()));
    stage.addToken("graces", "grace", Role.MAINTAINER);
    String mine = make("{\"name\":\"mine\"}").path("id").asText();
    assertThat(as("graces", "DELETE", "/api/v1/tokens/" + mine).statusCode()).isEqualTo(404);
    assertThat(as("graces", "DELETE", "/api/v1/tokens/all/" + mine).statusCode()).isEqualTo(403);
    assertThat(browser.get("/api/v1/tokens").body()).doesNotContain("tok_graces");
    assertThat(browser.get("/api/v1/tokens/all").body()).contains("tok_graces");
    assertThat(browser.delete("/api/v1/tokens/all/tok_graces").statusCode()).isEqualTo(204);
    assertThat(as("graces", "GET", "/api/v1/me").statusCode()).isEqualTo(401);
  }

  @Test
  void aTokenForSomeRepositoriesReachesNothingElse() throws Exception {
    Repository shop = scenes.repository(Forge.GIT, "acme/shop");
    Repository other = scenes.repository(Forge.GIT, "acme/other");
    Build sold = scenes.run(shop, "main", "ada", "Sell");
    scenes.finish(sold, scenes.succeeded(sold, scenes.image(shop)), List.of());
    Build hidden = scenes.run(other, "main", "ada", "Hide");
    String token =
        make("{\"name\":\"shop\",\"repositories\":[\"acme/shop\"]}").path("token").asText();

    JsonNode repositories = Browser.json(as(token, "GET", "/api/v1/repositories"));
    assertThat(repositories.path("items").findValuesAsText("name")).containsExactly("acme/shop");
    for (String path :
        List.of(
            "/api/v1/me",
            "/api/v1/repositories/" + shop.id(),
            "/api/v1/builds?repository=" + shop.id(),
            "/api/v1/builds/" + sold.id(),
            "/builds/" + sold.id() + "/log",
            "/api/v1/secrets/" + shop.id())) {
      assertThat(as(token, "GET", path).statusCode()).as(path).isEqualTo(200);
    }
    for (String path :
        List.of(
            "/api/v1/repositories/" + other.id(),
            "/api/v1/builds/" + hidden.id(),
            "/builds/" + hidden.id() + "/log.txt",
            "/api/v1/builds/none",
            "/api/v1/secrets/" + other.id(),
            "/api/v1/secrets/team",
            "/api/v1/users/ada")) {
      assertThat(as(token, "GET", path).statusCode()).as(path).isEqualTo(404);
    }
    for (String path :
        List.of(
            "/api/v1/builds",
            "/api/v1/builds?repository=" + other.id(),
            "/api/v1/services",
            "/api/v1/deliveries",
            "/api/v1/events",
            "/api/v1/users",
            "/api/v1/tokens",
            "/metrics")) {
      var refused = as(token, "GET", path);
      assertThat(refused.statusCode()).as(path).isEqualTo(403);
      assertThat(refused.body()).contains("limited-token");
    }
    assertThat(as(token, "POST", "/api/v1/tokens").statusCode()).isEqualTo(403);
    assertThat(as(token, "POST", "/api/v1/builds/" + hidden.id() + "/cancel").statusCode())
        .isEqualTo(404);
    var page =
        browser.anonymously(
            "GET", "/repositories", "Authorization", "Bearer " + token, "Accept", "text/html");
    assertThat(page.body()).doesNotContain("acme/other");
  }

  @Test
  void whatWasChangedIsToldByDigestAndNeverByValue() throws Exception {
    Repository shop = scenes.repository(Forge.GIT, "acme/shop");
    String secret = "/api/v1/secrets/" + shop.id() + "/KEY";
    browser.put(secret, "{\"value\":\"canary-value-1\"}");
    browser.put(secret, "{\"value\":\"canary-value-2\"}");
    browser.delete(secret);
    var entries = stage.access.audit().read(1, 10);
    assertThat(entries).hasSize(3);
    assertThat(entries.get(0).deed().before()).isEmpty();
    assertThat(entries.get(0).deed().after()).hasSize(64);
    assertThat(entries.get(1).deed().before()).isEqualTo(entries.get(0).deed().after());
    assertThat(entries.get(1).deed().after()).isNotEqualTo(entries.get(1).deed().before());
    assertThat(entries.get(2).deed().after()).isEmpty();
    String export = browser.get("/api/v1/audit/export").body();
    assertThat(export.lines()).hasSize(3);
    assertThat(export).doesNotContain("canary");
    JsonNode verdict = Browser.json(browser.get("/api/v1/audit/verify"));
    assertThat(verdict.path("whole").asBoolean()).isTrue();
    assertThat(verdict.path("entries").asInt()).isEqualTo(3);
    assertThat(verdict.path("head").asText()).isEqualTo(entries.get(2).hash());
    JsonNode mine = Browser.json(browser.get("/api/v1/audit?who=ada&q=delete&limit=1"));
    assertThat(mine.path("items").findValuesAsText("action"))
        .containsExactly("DELETE /api/v1/secrets/:scope/:name");
    assertThat(browser.page("/settings/audit?verify=1").body())
        .contains("All 3 entries", entries.get(2).hash());
  }

  private JsonNode make(String json) throws Exception {
    var answer = browser.post("/api/v1/tokens", json);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return Browser.json(answer);
  }

  private HttpResponse<String> as(String token, String method, String path) throws Exception {
    return browser.anonymously(method, path, "Authorization", "Bearer " + token);
  }
}
