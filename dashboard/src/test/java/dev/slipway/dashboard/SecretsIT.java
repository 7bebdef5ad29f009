package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Repository;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Secrets are set and removed, and what is told of them is never their value. */
class SecretsIT {
  private static final String VALUE = "canary-value-1";
  private Stage stage;
  private Browser browser;
  private Repository shop;
  private String scope;

  @BeforeEach
  void open() throws Exception {
    stage = new Stage();
    browser = new Browser(stage);
    shop = new Scenes(stage).repository(Forge.GITHUB, "acme/shop");
    scope = "/api/v1/secrets/" + shop.id();
  }

  @AfterEach
  void close() {
    browser.close();
    stage.close();
  }

  @Test
  void aSecretIsSetReplacedListedAndRemoved() throws Exception {
    JsonNode first = Browser.json(set(scope + "/NPM_TOKEN", VALUE));
    assertThat(first.get("scope").asText()).isEqualTo(shop.id().value());
    assertThat(first.get("name").asText()).isEqualTo("NPM_TOKEN");
    assertThat(first.get("version").asInt()).isEqualTo(1);
    assertThat(first.get("by").asText()).isEqualTo("ada");
    assertThat(first.get("updated_at").asText()).isNotBlank();
    assertThat(first).hasSize(5);

    JsonNode second = Browser.json(set(scope + "/NPM_TOKEN", "canary-value-2"));
    assertThat(second.get("version").asInt()).isEqualTo(2);
    assertThat(Browser.json(browser.get(scope + "/NPM_TOKEN"))).isEqualTo(second);
    assertThat(Browser.json(browser.get(scope)).get("items")).containsExactly(second);
    assertThat(revealed("NPM_TOKEN")).isEqualTo("canary-value-2");

    assertThat(browser.delete(scope + "/NPM_TOKEN").statusCode()).isEqualTo(204);
    assertThat(browser.delete(scope + "/NPM_TOKEN").statusCode()).isEqualTo(404);
    assertThat(browser.get(scope + "/NPM_TOKEN").statusCode()).isEqualTo(404);
    assertThat(Browser.json(browser.get(scope)).toString())
        .isEqualTo("{\"items\":[],\"next\":null}");
  }

  @Test
  void scopesAreApart() throws Exception {
    for (String each : List.of("team", shop.id().value(), shop.id() + ":production")) {
      JsonNode told = Browser.json(set("/api/v1/secrets/" + each + "/KEY", VALUE));
      assertThat(told.get("scope").asText()).isEqualTo(each);
      assertThat(told.get("version").asInt()).isEqualTo(1);
    }
    assertThat(Browser.json(browser.get(scope + "%3Aproduction")).get("items")).hasSize(1);
    assertThat(Browser.json(browser.get(scope + ":staging")).get("items")).isEmpty();
  }

  @Test
  void whatCannotBeIsRefusedInWordsAndWithoutTheValue() throws Exception {
    assertRefused(set(scope + "/NPM-TOKEN", VALUE), "name", "letters, digits and underscores");
    assertRefused(set(scope + "/1A", VALUE), "name", "no digit first");
    assertRefused(set(scope + "/KEY", "canary7"), "value", "needs 8");
    assertRefused(set(scope + "/KEY", VALUE.repeat(5000)), "value", "64 kB");
    assertRefused(browser.put(scope + "/KEY", "{}"), "value", "is missing");
    assertRefused(
        browser.put(scope + "/KEY", "{\"value\":[\"" + VALUE + "\"]}"), "value", "string");
    assertThat(set(scope + "/1A", "canary7").body()).contains("\"name\"", "\"value\"");
    var typo = browser.put(scope + "/KEY", "{\"value\":" + VALUE + "}");
    assertThat(typo.statusCode()).isEqualTo(400);
    assertThat(typo.body()).contains("line 1").doesNotContain("canary");
    assertThat(set("/api/v1/secrets/" + shop.id() + ":Prod/KEY", VALUE).statusCode())
        .isEqualTo(422);
    assertThat(browser.put(scope + "/KEY", "{\"value\":\"" + " ".repeat(1 << 20) + "\"}"))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(413);
    assertThat(stage.secrets.all(shop.id())).isEmpty();
  }

  @Test
  void aRepositoryThatNobodyAddedHasNoSecrets() throws Exception {
    for (String nobody : List.of("repo_none", "repo_none:production")) {
      String path = "/api/v1/secrets/" + nobody;
      assertThat(browser.get(path).statusCode()).isEqualTo(404);
      assertThat(browser.get(path + "/KEY").statusCode()).isEqualTo(404);
      assertThat(set(path + "/KEY", VALUE).statusCode()).isEqualTo(404);
      assertThat(browser.delete(path + "/KEY").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void thePageSetsSecretsAndNeverShowsThem() throws Exception {
    String page = "/repositories/" + shop.id();
    var key =
        browser.submit(page + "/secrets", "name=KEY&environment=&value=canary-a%0D%0Ab%0D%0A");
    assertThat(key.statusCode()).isEqualTo(303);
    browser.submit(page + "/secrets", "name=KEY&environment=production&value=canary-value-2");
    set("/api/v1/secrets/team/SHARED", VALUE);
    assertThat(revealed("KEY")).isEqualTo("canary-a\nb\n");

    String shown = browser.page(key.headers().firstValue("location").orElseThrow()).body();
    assertThat(shown)
        .contains("The secret is set.", "KEY", "production only", "SHARED", "of the team")
        .doesNotContain("canary");

    var removed = browser.submit(page + "/secrets/remove", "name=KEY&environment=production");
    assertThat(removed.statusCode()).isEqualTo(303);
    assertThat(stage.secrets.all(shop.id())).hasSize(1);
    var again = browser.submit(page + "/secrets/remove", "name=KEY&environment=production");
    assertThat(again.statusCode()).isEqualTo(404);
    assertThat(again.body()).contains("There is no secret");
  }

  @Test
  void aRefusedFormKeepsTheNameAndForgetsTheValue() throws Exception {
    var refused =
        browser.submit(
            "/repositories/" + shop.id() + "/secrets", "name=a-b&environment=P&value=canary7");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body())
        .contains("aria-invalid=\"true\" autofocus", "value=\"a-b\"", "value=\"P\"", "needs 8")
        .contains("letters, digits and underscores")
        .doesNotContain("canary");
    assertThat(stage.secrets.all(shop.id())).isEmpty();
  }

  private String revealed(String name) {
    return Objects.requireNonNull(stage.secrets.reveal(shop.id(), null, Set.of(name)).get(name))
        .reveal();
  }

  private HttpResponse<String> set(String path, String value) throws Exception {
    return browser.put(path, "{\"value\":\"" + value + "\"}");
  }

  private static void assertRefused(HttpResponse<String> answer, String path, String message)
      throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(Browser.json(answer).get("problems").findValuesAsText("path")).containsExactly(path);
    assertThat(answer.body()).contains(message).doesNotContain("canary");
  }
}
