package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeException.Kind;
import dev.slipway.core.account.HookState;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a token to repositories with webhooks, through the API and through the pages. */
class OnboardingIT {
  private static final String GITEA =
      "{\"forge\":\"gitea\",\"url\":\"https://git.example.com/\",\"token\":\"gto_secret\"}";

  private Stage stage;
  private Scenes scenes;
  private Browser browser;

  @BeforeEach
  void open() throws Exception {
    stage = new Stage();
    scenes = new Scenes(stage);
    browser = new Browser(stage);
    stage.forge.offer("acme/shop", "Sells lighthouses", true, true);
    stage.forge.offer("acme/secret-plans", "", null, true);
    stage.forge.offer("partners/feed", "Not ours", false, false);
  }

  @AfterEach
  void close() {
    browser.close();
    stage.close();
  }

  @Test
  void anAccountIsConnectedListedAndForgottenWithoutTellingItsToken() throws Exception {
    var added = browser.post("/api/v1/accounts", GITEA);

    assertThat(added.statusCode()).isEqualTo(201);
    JsonNode account = Browser.json(added);
    assertThat(names(account))
        .containsExactly("id", "forge", "url", "login", "user_id", "connected_at");
    assertThat(account.get("url").asText()).isEqualTo("https://git.example.com");
    String all = browser.get("/api/v1/accounts").body();
    assertThat(all).contains("\"login\":\"ada\"").doesNotContain("gto_secret");
    String id = account.get("id").asText();
    assertThat(browser.delete("/api/v1/accounts/" + id).statusCode()).isEqualTo(204);
    assertThat(browser.delete("/api/v1/accounts/" + id).statusCode()).isEqualTo(404);
  }

  @Test
  void everythingThatIsWrongWithAnAccountIsToldAtOnce() throws Exception {
    assertThat(problems("{\"forge\":\"svn\",\"url\":\"https://a:b@x\",\"token\":\"a b\",\"x\":1}"))
        .containsExactly("x", "forge", "url", "token");
    assertThat(problems("{}")).containsExactly("forge", "token");
    assertThat(problems("{\"forge\":\"bitbucket_server\",\"token\":\"t\"}")).containsExactly("url");
    assertThat(problems("{\"forge\":\"git\",\"token\":\"t\"}")).containsExactly("forge");
    assertThat(stage.accounts.all()).isEmpty();
  }

  @Test
  void whatTheForgeDoesNotDoIsToldByWhatToDoNext() throws Exception {
    Map<Kind, Integer> statuses =
        Map.of(
            Kind.UNAUTHORIZED, 422,
            Kind.FORBIDDEN, 422,
            Kind.NOT_FOUND, 422,
            Kind.REFUSED, 422,
            Kind.UNAVAILABLE, 502);
    for (var each : statuses.entrySet()) {
      stage.forge.trouble = new ForgeException(each.getKey(), "it did not", "do this");
      var answer = browser.post("/api/v1/accounts", GITEA);
      assertThat(answer.statusCode()).isEqualTo(each.getValue());
      assertThat(Browser.json(answer).get("detail").asText()).isEqualTo("it did not; do this");
      assertThat(answer.headers().firstValue("retry-after")).isEmpty();
    }
    stage.forge.trouble = StageForge.rateLimited();
    var answer = browser.post("/api/v1/accounts", GITEA);
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("retry-after")).hasValue("42");
  }

  @Test
  void repositoriesAreSearchedPageByPageWithWhatSlipwayKnows() throws Exception {
    Repository known = scenes.repository(Forge.GITEA, "acme/shop");
    String path = "/api/v1/accounts/" + connected() + "/repositories";

    JsonNode first = Browser.json(browser.get(path));

    assertThat(names(first.get("items").get(0)))
        .containsExactly(
            "name",
            "clone_url",
            "default_branch",
            "description",
            "private",
            "dockerfile",
            "may_install_hook",
            "enabled",
            "repository_id");
    assertThat(first.get("items").get(0).get("enabled").asBoolean()).isTrue();
    assertThat(first.get("items").get(0).get("repository_id").asText())
        .isEqualTo(known.id().value());
    assertThat(first.get("items").get(1).get("private").asBoolean()).isTrue();
    assertThat(first.get("items").get(1).get("dockerfile").isNull()).isTrue();
    JsonNode second = Browser.json(browser.get(path + "?page=" + first.get("next").asText()));
    assertThat(second.get("items").findValuesAsText("name")).containsExactly("partners/feed");
    assertThat(second.get("next").isNull()).isTrue();
    assertThat(Browser.json(browser.get(path + "?q=plans")).get("items").findValuesAsText("name"))
        .containsExactly("acme/secret-plans");
    assertThat(browser.get(path + "?q=" + "x".repeat(500)).statusCode()).isEqualTo(422);
    assertThat(browser.get("/api/v1/accounts/none/repositories").statusCode()).isEqualTo(404);
  }

  @Test
  void oneNameThatFailsDoesNotFailTheOthers() throws Exception {
    String account = connected();
    String path = "/api/v1/accounts/" + account + "/repositories";

    var answer =
        browser.post(path, "{\"names\":[\"acme/shop\",\"acme/gone\",\"shop\",\"partners/feed\"]}");

    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode items = Browser.json(answer).get("items");
    assertThat(items.get(0).get("hook").get("state").asText()).isEqualTo("fine");
    assertThat(items.get(0).has("webhook_secret")).isFalse();
    assertThat(items.get(0).get("repository").get("connection").get("hook_installed").asBoolean())
        .isTrue();
    assertThat(items.get(1).get("problem").get("detail").asText()).contains("acme/gone");
    assertThat(items.get(2).get("problem").get("status").asInt()).isEqualTo(422);
    assertThat(items.get(3).get("hook").get("state").asText()).isEqualTo("by_hand");
    assertThat(items.get(3).get("webhook_secret").asText()).isEqualTo(StageForge.SECRET);
    assertThat(items.get(3).get("webhook_url").asText()).contains("/webhooks/gitea/repo_");
    assertThat(browser.get("/api/v1/repositories").body()).doesNotContain(StageForge.SECRET);

    var kept = browser.delete("/api/v1/accounts/" + account);
    assertThat(kept.statusCode()).isEqualTo(409);
    assertThat(Browser.json(kept).get("detail").asText()).contains("acme/shop, partners/feed");
    for (String bad : List.of("{}", "{\"names\":[]}", "{\"names\":[1]}", "{\"names\":{}}")) {
      assertThat(browser.post(path, bad).statusCode()).isEqualTo(422);
    }
  }

  @Test
  void thePagesLeadFromTheTokenToTheFirstDelivery() throws Exception {
    assertThat(browser.page("/repositories").body()).contains("href=\"/connect\"");
    assertThat(browser.page("/connect").body())
        .contains("Webhooks, Commit statuses", "the scope api", "name=\"token\" type=\"password\"");

    var added = browser.submit("/connect", "forge=github&url=&token=ghp_x");
    assertThat(added.statusCode()).isEqualTo(303);
    String account = added.headers().firstValue("location").orElseThrow();
    assertThat(browser.page(account).body())
        .contains("acme/shop", "Sells lighthouses", ">Dockerfile<", "More repositories");
    assertThat(browser.page(account + "?q=nothing").body()).contains("No repository has");

    var enabled =
        browser.submit(account, "names=acme%2Fshop&names=partners%2Ffeed&names=acme%2Fgone");
    assertThat(enabled.statusCode()).isEqualTo(200);
    assertThat(enabled.body())
        .contains("2 of 3 are enabled", "The webhook is installed.")
        .contains("Settings, Webhooks, Add webhook", StageForge.SECRET)
        .contains("acme/gone is not enabled")
        .containsPattern("data-awaits=\"repo_[a-z0-9]+\" data-from=\"");
    assertThat(browser.page(account).body()).doesNotContain(StageForge.SECRET);
  }

  @Test
  void aRefusedTokenIsToldBesideTheFormThatKeepsTheRest() throws Exception {
    var answer =
        browser.submit("/connect", "forge=gitea&url=https%3A%2F%2Fgit.example.com&token=expired");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .contains("The forge does not know this token; make a new one")
        .contains("value=\"https://git.example.com\"")
        .doesNotContain("expired");
    assertThat(browser.submit("/connect", "forge=bitbucket_server&token=x").body())
        .contains("class=\"wrong\">is missing<");
  }

  @Test
  void aForgeThatIsAwayIsToldOnThePageOfItsAccount() throws Exception {
    String account = connected();
    stage.forge.trouble = new ForgeException(Kind.UNAVAILABLE, "no answer in 10 s", "try again");
    var answer = browser.page("/accounts/" + account);
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("No answer in 10 s; try again.");
  }

  @Test
  void aHookIsCheckedAndARepositoryRemovedWithWhatIsLeftToDo() throws Exception {
    Repository shop = scenes.repository(Forge.GITHUB, "acme/shop");
    String api = "/api/v1/repositories/" + shop.id();
    for (var each :
        Map.of(
                new HookState.Fine(), "fine",
                new HookState.Repaired("it was off"), "repaired",
                new HookState.ByHand("no right to"), "by_hand")
            .entrySet()) {
      stage.forge.hook = each.getKey();
      JsonNode told = Browser.json(browser.post(api + "/hook/check", ""));
      assertThat(names(told)).containsExactly("state", "detail", "webhook_url");
      assertThat(told.get("state").asText()).isEqualTo(each.getValue());
    }
    stage.forge.hook = new HookState.Repaired("it was off");
    assertThat(browser.submit("/repositories/" + shop.id() + "/hook/check", "").body())
        .contains("The webhook is repaired: it was off.");
    stage.forge.trouble = StageForge.rateLimited();
    assertThat(browser.post(api + "/hook/check", "").statusCode()).isEqualTo(429);
    assertThat(browser.post("/api/v1/repositories/none/hook/check", "").statusCode())
        .isEqualTo(404);

    stage.forge.cleanup = "remove the webhook by hand";
    var removed = browser.delete(api);
    assertThat(removed.statusCode()).isEqualTo(200);
    assertThat(removed.body()).isEqualTo("{\"note\":\"remove the webhook by hand\"}");
    assertThat(browser.delete(api).statusCode()).isEqualTo(404);
    stage.forge.cleanup = "";
    Repository other = scenes.repository(Forge.GITHUB, "acme/other");
    assertThat(browser.delete("/api/v1/repositories/" + other.id()).statusCode()).isEqualTo(204);
    stage.forge.cleanup = "the token is gone";
    Repository last = scenes.repository(Forge.GITHUB, "acme/last");
    assertThat(browser.submit("/repositories/" + last.id() + "/remove", "").body())
        .contains("acme/last is removed. The token is gone");
  }

  private String connected() throws Exception {
    return Browser.json(browser.post("/api/v1/accounts", GITEA)).get("id").asText();
  }

  private List<String> problems(String json) throws Exception {
    var answer = browser.post("/api/v1/accounts", json);
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).doesNotContain("a:b@");
    return Browser.json(answer).get("problems").findValuesAsText("path");
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
