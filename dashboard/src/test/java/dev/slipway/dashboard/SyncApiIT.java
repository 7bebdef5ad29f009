package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.access.Deed;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.sync.SyncPlanner;
import dev.slipway.core.sync.SyncProgress;
import dev.slipway.core.sync.SyncRun;
import dev.slipway.core.sync.SyncState.Failed;
import dev.slipway.core.sync.SyncState.Problem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SyncApiIT {
  private static final String RULES = "/api/v1/sync/rules";
  private static final String RUNS = "/api/v1/sync/runs";
  private static final String SHOP =
      """
      {"id":"shop","from":"reg.example.com/acme/shop","to":"ghcr.io/acme/shop","tags":["v*"],\
      "regex":"","semver":">=1","latest":3,"platforms":["linux/amd64"],"referrers":false,\
      "backup":"old-${TAG}","immutable":["v1.*"],"mirror":false,"schedule":"0 3 * * *",\
      "zone":"Europe/Berlin","on_push":true}\
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
    var added = browser.post(RULES, SHOP);

    assertThat(added.statusCode()).isEqualTo(201);
    assertThat(added.headers().firstValue("Location")).hasValue(RULES + "/shop");
    assertThat(Browser.json(added).toString()).isEqualTo(SHOP);
    assertThat(browser.put(RULES + "/shop", added.body()).body()).isEqualTo(SHOP);
    assertThat(browser.get(RULES + "/shop").body()).isEqualTo(SHOP);
    assertThat(Browser.json(browser.get(RULES)).get("items")).hasSize(1);
    assertThat(browser.post(RULES, SHOP).statusCode()).isEqualTo(409);
  }

  @Test
  void whatIsNotSaidIsAsUsual() throws Exception {
    add("all");

    assertThat(browser.get(RULES + "/all").body())
        .isEqualTo(
            """
            {"id":"all","from":"a.example/x","to":"b.example/x","tags":[],"regex":"","semver":"",\
            "latest":null,"platforms":[],"referrers":true,"backup":"","immutable":[],\
            "mirror":false,"schedule":"","zone":"UTC","on_push":false}\
            """);
  }

  @Test
  void aChangeLeavesWhatItDoesNotName() throws Exception {
    assertThat(browser.post(RULES, SHOP).statusCode()).isEqualTo(201);

    JsonNode changed = Browser.json(browser.put(RULES + "/shop", "{\"latest\":null,\"tags\":[]}"));

    assertThat(changed.get("latest").isNull()).isTrue();
    assertThat(changed.get("tags")).isEmpty();
    assertThat(changed.get("schedule").asText()).isEqualTo("0 3 * * *");
    assertThat(changed.get("to").asText()).isEqualTo("ghcr.io/acme/shop");
    assertThat(
            browser
                .send(
                    "PUT",
                    RULES + "/shop",
                    "{}",
                    "Authorization",
                    "Bearer " + Stage.TOKEN,
                    "If-Match",
                    "\"older\"")
                .statusCode())
        .isEqualTo(412);
  }

  @Test
  void everythingThatIsWrongWithARuleIsToldAtOnce() throws Exception {
    var answer =
        browser.post(
            RULES,
            """
            {"id":"A b","from":"wrong","tags":[""," "],"regex":"wrong","semver":"wrong",
             "latest":0,"platforms":["wrong"],"referrers":"maybe","backup":"same",
             "schedule":"wrong","zone":"Mars","on":1}
            """);

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(Browser.json(answer).get("problems").findValuesAsText("path"))
        .containsExactly(
            "on",
            "id",
            "from",
            "to",
            "regex",
            "semver",
            "latest",
            "platforms",
            "referrers",
            "backup",
            "schedule",
            "zone");
    assertThat(stage.syncRules.all()).isEmpty();
  }

  @Test
  void aRuleNamesTwoRepositoriesAndKeepsItsId() throws Exception {
    var same = browser.post(RULES, "{\"id\":\"x\",\"from\":\"a.io/x\",\"to\":\"a.io/x\"}");
    assertThat(Browser.json(same).get("problems").findValuesAsText("path")).containsExactly("to");
    add("x");
    var renamed = browser.put(RULES + "/x", "{\"id\":\"y\",\"backup\":\"no tag/${TAG}\"}");
    assertThat(Browser.json(renamed).get("problems").findValuesAsText("path"))
        .containsExactly("id", "backup");
  }

  @Test
  void aPlanSaysWhatWouldBeCopied() throws Exception {
    add("shop");
    stage.sync.plan =
        new SyncPlanner.Plan(
            List.of(
                new SyncPlanner.Image("v1", "sha256:aa", "sha256:aa"),
                new SyncPlanner.Image("v2", "sha256:bb", null)),
            1234,
            List.of(new Problem("v3 is gone", "push it again")),
            List.of("another digest"));

    assertThat(browser.get(RULES + "/shop/plan").body())
        .isEqualTo(
            """
            {"rule":"shop","items":[\
            {"tag":"v1","digest":"sha256:aa","before":"sha256:aa","changes":false},\
            {"tag":"v2","digest":"sha256:bb","before":null,"changes":true}],"bytes":1234,\
            "problems":[{"message":"v3 is gone","hint":"push it again"}],\
            "warnings":["another digest"]}\
            """);

    stage.sync.trouble = "ghcr.io cannot be reached";
    var answer = browser.get(RULES + "/shop/plan");
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("ghcr.io cannot be reached; start it");
  }

  @Test
  void aRunIsStartedOnceAndToldFromItsBeginningToItsEnd() throws Exception {
    add("shop");

    var started = browser.post(RULES + "/shop/run", "");
    String id = Browser.json(started).get("id").asText();
    assertThat(started.statusCode()).isEqualTo(202);
    assertThat(started.headers().firstValue("Location")).hasValue(RUNS + "/" + id);
    assertThat(Browser.json(started).get("status").asText()).isEqualTo("queued");
    assertThat(Browser.json(started).get("by").asText()).isEqualTo("ada");
    assertThat(Browser.json(browser.post(RULES + "/shop/run", "{}")).get("id").asText())
        .isEqualTo(id);

    SyncRun held = stage.syncRuns.claim(new WorkerId("w"), Duration.ZERO).orElseThrow();
    var progress = new SyncProgress(3, 1, 900, 300, 100, List.of("careful"));
    assertThat(stage.syncRuns.renew(held, progress)).isPresent();
    JsonNode running = run(id);
    assertThat(running.get("status").asText()).isEqualTo("running");
    assertThat(running.get("progress").toString())
        .isEqualTo(
            "{\"tags\":3,\"tags_done\":1,\"bytes\":900,\"bytes_done\":300,"
                + "\"bytes_per_second\":100,\"seconds_left\":6}");
    assertThat(running.get("started_at").isNull()).isFalse();

    var now = stage.clock.instant();
    var failed = new Failed(1, now, now, List.of(new Problem("v2 is gone", "push it again")));
    assertThat(stage.syncRuns.end(held, failed, progress)).isPresent();
    assertThat(run(id).get("status").asText()).isEqualTo("failed");
    assertThat(run(id).get("problems").toString())
        .isEqualTo("[{\"message\":\"v2 is gone\",\"hint\":\"push it again\"}]");
    assertThat(run(id).get("warnings").toString()).isEqualTo("[\"careful\"]");
    assertThat(run(id).get("finished_at").isNull()).isFalse();
  }

  @Test
  void runsAreListedNewestFirstAllOrOfOneRule() throws Exception {
    add("shop");
    add("till");
    String first = start("shop");
    String second = start("till");

    assertThat(Browser.json(browser.get(RUNS)).get("items").findValuesAsText("id"))
        .containsExactly(second, first);
    assertThat(Browser.json(browser.get(RUNS + "?rule=shop")).get("items").findValuesAsText("id"))
        .containsExactly(first);
    assertThat(Browser.json(browser.get(RUNS + "?limit=1")).get("next").asText()).isEqualTo(second);
  }

  @Test
  void aRunIsCanceledOnce() throws Exception {
    add("shop");
    String id = start("shop");

    assertThat(browser.post(RUNS + "/" + id + "/cancel", "{}").statusCode()).isEqualTo(200);

    assertThat(run(id).get("status").asText()).isEqualTo("canceled");
    assertThat(run(id).get("canceled_by").asText()).isEqualTo("ada");
    assertThat(browser.post(RUNS + "/" + id + "/cancel", "{}").statusCode()).isEqualTo(409);
  }

  @Test
  void aRuleThatIsRemovedStopsItsRun() throws Exception {
    add("shop");
    String id = start("shop");

    assertThat(browser.delete(RULES + "/shop").statusCode()).isEqualTo(204);

    assertThat(browser.get(RULES + "/shop").statusCode()).isEqualTo(404);
    assertThat(run(id).get("status").asText()).isEqualTo("canceled");
  }

  @Test
  void whatIsChangedIsInTheAuditLogAsItWasAndIs() throws Exception {
    add("shop");
    assertThat(browser.put(RULES + "/shop", "{\"latest\":2}").statusCode()).isEqualTo(200);

    var audit = stage.access.audit();
    Deed changed = audit.read(audit.ends().headNumber(), 1).getFirst().deed();

    assertThat(changed.action()).isEqualTo("PUT /api/v1/sync/rules/:id");
    assertThat(changed.before()).isNotEmpty();
    assertThat(changed.after()).isNotEmpty().isNotEqualTo(changed.before());
  }

  private void add(String id) throws Exception {
    String rule = "{\"id\":\"%s\",\"from\":\"a.example/x\",\"to\":\"b.example/x\"}".formatted(id);
    assertThat(browser.post(RULES, rule).statusCode()).isEqualTo(201);
  }

  private String start(String rule) throws Exception {
    return Browser.json(browser.post(RULES + "/" + rule + "/run", "{}")).get("id").asText();
  }

  private JsonNode run(String id) throws Exception {
    return Browser.json(browser.get(RUNS + "/" + id));
  }
}
