package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.registry.RegistryCleaning.Freed;
import dev.slipway.core.retention.RetentionResult;
import dev.slipway.core.retention.RetentionResult.Removed;
import dev.slipway.core.retention.RetentionRun;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetentionApiIT {
  private static final String RULES = "/api/v1/retention/rules";
  private static final String RUNS = "/api/v1/retention/runs";
  private static final String PLAN = "/api/v1/retention/plan";
  private static final String SHOP =
      """
      {"repository":"acme/shop","newest":10,"younger_than":"7d","deployed_within":"36h",\
      "tags":["v*"],"gc":false,"schedule":"0 4 * * *","zone":"Europe/Berlin"}\
      """;

  private Stage stage;
  private Browser browser;

  @BeforeEach
  void open() throws Exception {
    stage = new Stage();
    browser = new Browser(stage);
  }

  @AfterEach
  void close() {
    browser.close();
    stage.close();
  }

  @Test
  void aRuleIsToldAsItWasSentAndCanBeSentBack() throws Exception {
    var made = browser.put(RULES + "/acme%2Fshop", SHOP);

    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(made.body()).isEqualTo(SHOP);
    assertThat(browser.put(RULES + "/acme%2Fshop", made.body()).statusCode()).isEqualTo(200);
    assertThat(browser.get(RULES + "/acme%2Fshop").body()).isEqualTo(SHOP);
    assertThat(Browser.json(browser.get(RULES)).get("items")).hasSize(1);
  }

  @Test
  void theRuleForAllOthersHasAStarForAName() throws Exception {
    var made = browser.put(RULES + "/*", "{\"newest\":3}");

    assertThat(made.body())
        .isEqualTo(
            """
            {"repository":"*","newest":3,"younger_than":"","deployed_within":"","tags":[],\
            "gc":true,"schedule":"","zone":"UTC"}\
            """);
  }

  @Test
  void aRuleThatIsWrongSaysAllThatIs() throws Exception {
    var wrong =
        browser.put(
            RULES + "/acme%2Fshop",
            "{\"newest\":-1,\"younger_than\":\"long\",\"schedule\":\"wrong\",\"zone\":\"Mars\"}");

    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(Browser.json(wrong).get("problems")).hasSize(4);
    assertThat(browser.put(RULES + "/acme%2Fshop", "{}").body())
        .contains("a rule has to keep something");
    assertThat(browser.put(RULES + "/Acme%20Shop", "{\"newest\":1}").body())
        .contains("no repository of the registry");
  }

  @Test
  void withoutARuleNothingIsPlannedAndNothingRuns() throws Exception {
    assertThat(browser.get(PLAN).statusCode()).isEqualTo(409);
    var refused = browser.post(RUNS, "{\"repository\":\"acme/shop\"}");

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("no rule holds for acme/shop, so everything is kept");
  }

  @Test
  void aPlanSaysOfEachImageWhyItStaysOrThatItGoes() throws Exception {
    browser.put(RULES + "/*", "{\"newest\":1}");

    JsonNode plan = Browser.json(browser.get(PLAN + "?repository=acme%2Fshop"));

    assertThat(plan.get("bytes").asInt()).isEqualTo(70);
    JsonNode images = plan.get("repositories").get(0).get("images");
    assertThat(images.get(0).get("because").asText()).isEqualTo("one of the newest 1");
    assertThat(images.get(1).get("goes").asBoolean()).isTrue();
  }

  @Test
  void aRunIsWantedOnceAndTellsWhatCameOfIt() throws Exception {
    browser.put(RULES + "/*", "{\"newest\":1}");
    JsonNode wanted = Browser.json(browser.post(RUNS, "{}"));
    assertThat(Browser.json(browser.post(RUNS, "{}")).get("id")).isEqualTo(wanted.get("id"));
    assertThat(wanted.get("status").asText()).isEqualTo("queued");
    assertThat(wanted.get("repository").isNull()).isTrue();

    RetentionRun held = stage.retentionRuns.claim(new WorkerId("one"), Duration.ZERO).orElseThrow();
    stage.retentionRuns.end(
        held,
        stage.clock.instant(),
        new RetentionResult(
            List.of(new Removed("acme/shop", "sha256:2", List.of("v1"))),
            1,
            1,
            List.of(),
            70,
            new Freed(2, 4096, 1024, Duration.ofMillis(150)),
            "",
            List.of()));

    JsonNode ended = Browser.json(browser.get(RUNS + "/" + held.id()));
    assertThat(ended.get("status").asText()).isEqualTo("succeeded");
    assertThat(ended.at("/result/removed/0/tags/0").asText()).isEqualTo("v1");
    assertThat(ended.at("/result/gc/freed").asInt()).isEqualTo(3072);
    assertThat(ended.at("/result/gc/read_only_millis").asInt()).isEqualTo(150);
    assertThat(Browser.json(browser.get(RUNS)).get("items")).hasSize(1);
  }

  @Test
  void aForgottenRuleIsGone() throws Exception {
    browser.put(RULES + "/*", "{\"newest\":1}");

    assertThat(browser.delete(RULES + "/*").statusCode()).isEqualTo(204);
    assertThat(browser.delete(RULES + "/*").statusCode()).isEqualTo(404);
  }
}
