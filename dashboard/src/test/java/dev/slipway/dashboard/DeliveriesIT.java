package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.delivery.Change;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.Rule;
import dev.slipway.core.delivery.Simulations.Simulated;
import dev.slipway.core.delivery.Simulations.Verdict;
import dev.slipway.core.pipeline.Problem;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Repository;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Why a delivery did or did not build: as JSON, and as the page that says it. */
class DeliveriesIT {
  private Stage stage;
  private Scenes scenes;
  private Browser browser;
  private Repository shop;

  @BeforeEach
  void open() throws Exception {
    stage = new Stage();
    scenes = new Scenes(stage);
    browser = new Browser(stage);
    shop = scenes.repository(Forge.GITHUB, "acme/shop");
  }

  @AfterEach
  void close() {
    browser.close();
    stage.close();
  }

  @Test
  void aDeliveryHasTheFieldsOfTheContract() throws Exception {
    Delivery delivery = scenes.push(shop, "main", "Ada", "Sell lighthouses");

    JsonNode told = Browser.json(browser.get("/api/v1/deliveries/" + delivery.id()));

    assertThat(names(told))
        .containsExactly(
            "id",
            "forge",
            "forge_delivery_id",
            "event",
            "received_at",
            "repository",
            "repository_id",
            "verified",
            "proof",
            "duplicate_of",
            "replay_of",
            "note",
            "headers",
            "changes");
    assertThat(told.get("headers").get("x-github-event").asText()).isEqualTo("push");
    assertThat(told.get("proof").asText()).startsWith("HMAC-SHA256");
    JsonNode change = told.get("changes").get(0);
    assertThat(names(change))
        .containsExactlyInAnyOrder(
            "kind",
            "ref",
            "branch",
            "tag",
            "sha",
            "before",
            "pr_number",
            "from_fork",
            "author",
            "message",
            "title",
            "source_branch",
            "target_branch",
            "author_id",
            "merged",
            "decision",
            "rule",
            "reason",
            "build_id",
            "build_status",
            "rules");
    assertThat(change.get("decision").asText()).isEqualTo("build");
    assertThat(change.get("rule").asText()).isEqualTo("none");
    assertThat(change.get("build_status").asText()).isEqualTo("queued");
    assertThat(names(change.get("rules").get(0))).containsExactly("rule", "passed", "detail");
  }

  @Test
  void aPullRequestSaysWhoAskedAndFromWhere() throws Exception {
    Delivery delivery = scenes.fork(shop, 42, "Mallory", "Faster totals");

    JsonNode change =
        Browser.json(browser.get("/api/v1/deliveries/" + delivery.id())).get("changes").get(0);

    assertThat(change.get("kind").asText()).isEqualTo("pull_request");
    assertThat(change.get("pr_number").asInt()).isEqualTo(42);
    assertThat(change.get("from_fork").asBoolean()).isTrue();
    assertThat(change.get("title").asText()).isEqualTo("Faster totals");
    assertThat(change.get("source_branch").asText()).isEqualTo("faster-totals");
    assertThat(change.get("target_branch").asText()).isEqualTo("main");
    assertThat(change.get("author_id").asText()).isEqualTo("90817");
    assertThat(change.get("merged").isNull()).isTrue();
  }

  @Test
  void theListIsNarrowedToARepositoryByNameOrId() throws Exception {
    Repository other = scenes.repository(Forge.GITEA, "acme/other");
    Delivery ours = scenes.push(shop, "main", "Ada", "One");
    scenes.push(other, "main", "Ada", "Two");

    for (String word : List.of(shop.id().value(), "acme%2Fshop")) {
      JsonNode items =
          Browser.json(browser.get("/api/v1/deliveries?repository=" + word)).get("items");
      assertThat(items.findValuesAsText("id")).containsExactly(ours.id().value());
    }
    assertThat(Browser.json(browser.get("/api/v1/deliveries?limit=1")).get("next").isNull())
        .isFalse();
    assertThat(Browser.json(browser.get("/api/v1/deliveries?repository=none")).get("items"))
        .isEmpty();
    assertThat(browser.page("/deliveries?repository=acme%2Fshop").body())
        .contains("/deliveries/" + ours.id(), "<option value=\"acme/shop\" selected>")
        .doesNotContain(">Two<");
  }

  @Test
  void theBodyComesBackByteByByte() throws Exception {
    Delivery delivery = scenes.push(shop, "main", "Ada", "One");

    var answer = browser.get("/api/v1/deliveries/" + delivery.id() + "/body");

    assertThat(answer.body()).isEqualTo("{\"ref\": \"refs/heads/ü\"}");
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(answer.headers().firstValue("content-disposition"))
        .hasValue("attachment; filename=\"" + delivery.id() + ".json\"");
    assertThat(browser.get("/api/v1/deliveries/none/body").statusCode()).isEqualTo(404);
  }

  @Test
  void aReplayIsAnsweredLikeAWebhook() throws Exception {
    Delivery delivery = scenes.push(shop, "main", "Ada", "One");

    var answer = browser.post("/api/v1/deliveries/" + delivery.id() + "/replay", "");

    assertThat(answer.statusCode()).isEqualTo(202);
    JsonNode told = Browser.json(answer);
    assertThat(names(told)).containsExactly("delivery_id", "duplicate", "changes");
    assertThat(names(told.get("changes").get(0)))
        .containsExactly("kind", "ref", "sha", "decision", "rule", "reason", "build_id");
    String location = answer.headers().firstValue("location").orElseThrow();
    JsonNode again = Browser.json(browser.get(location));
    assertThat(again.get("replay_of").asText()).isEqualTo(delivery.id().value());
    assertThat(stage.receiver.askers.take()).isEqualTo("ada");
    assertThat(browser.post("/api/v1/deliveries/none/replay", "").statusCode()).isEqualTo(404);

    var fromPage = browser.submit("/deliveries/" + delivery.id() + "/replay", "");
    assertThat(fromPage.statusCode()).isEqualTo(303);
    assertThat(browser.page(fromPage.headers().firstValue("location").orElseThrow()).body())
        .contains("Replay of an earlier delivery");
  }

  @Test
  void aSimulationTellsEveryKindOfVerdict() throws Exception {
    Delivery delivery = scenes.push(shop, "main", "Ada", "One");
    Change change = delivery.changes().getFirst().change();
    var passed = scenes.asked(null, "");
    stage.receiver.simulated =
        List.of(
            new Simulated(
                change, passed, new Verdict.Built(List.of("web"), List.of("shop"), "wanted")),
            new Simulated(change, passed, new Verdict.Skipped("no path of it changed")),
            new Simulated(
                change,
                passed,
                new Verdict.Invalid(List.of(new Problem("steps", 2, 1, "is no list", "- name:")))),
            new Simulated(change, passed, new Verdict.Unknown("the commit is gone")),
            new Simulated(change, scenes.asked(Rule.BRANCH, "main is not wanted"), null));
    String path = "/api/v1/deliveries/" + delivery.id() + "/simulate";

    JsonNode changes =
        Browser.json(browser.post(path, "{\"pipeline\":\"  steps: x\"}")).get("changes");

    assertThat(stage.receiver.pipelines.take()).isEqualTo("  steps: x");
    List<String> kinds = new ArrayList<>();
    changes.forEach(each -> kinds.add(each.get("verdict").get("kind").asText()));
    assertThat(kinds).containsExactly("built", "skipped", "invalid", "unknown", "ignored");
    assertThat(changes.get(0).get("verdict").get("services").get(0).asText()).isEqualTo("shop");
    assertThat(changes.get(2).get("verdict").get("problems").get(0).get("line").asInt())
        .isEqualTo(2);
    assertThat(changes.get(4).get("verdict").get("because").asText())
        .isEqualTo("main is not wanted");
    assertThat(changes.get(4).get("rules")).isNotEmpty();
    assertThat(changes.get(0).get("ref").asText()).isEqualTo("refs/heads/main");

    assertThat(browser.post(path, "{\"pipe\":1}").statusCode()).isEqualTo(422);
    assertThat(browser.post(path, "{\"pipeline\":[]}").statusCode()).isEqualTo(422);
    String large = "{\"pipeline\":\"" + "x".repeat(300_000) + "\"}";
    assertThat(browser.post(path, large).statusCode()).isEqualTo(422);
    assertThat(browser.post(path, "").statusCode()).isEqualTo(200);
  }

  @Test
  void thePageSaysWhyRuleByRuleAndLinksToTheBuildAndBack() throws Exception {
    Delivery built = scenes.push(shop, "main", "Ada", "Sell <lighthouses>");
    String build = stage.builds().list(Scenes.ANY, Scenes.FIRST).items().getFirst().id().value();

    String page = browser.page("/deliveries/" + built.id()).body();

    assertThat(page)
        .contains("New branch main started build #1")
        .contains("HMAC-SHA256 over the raw body fits the repository's secret.")
        .contains("Is the branch wanted?", "class=\"answer\">Yes<")
        .contains("<a href=\"/builds/" + build + "\">")
        .contains("<dt>x-github-event</dt>")
        .contains("Sell &lt;lighthouses&gt;")
        .doesNotContain("<lighthouses>");
    assertThat(browser.page("/builds/" + build).body()).contains("/deliveries/" + built.id());
  }

  @Test
  void thePageOfAnIgnoredPushNamesTheRuleThatSaidNo() throws Exception {
    var request = scenes.request(shop, "wip", "Ada", "Try");
    Delivery ignored =
        scenes.delivery(
            shop,
            "push",
            List.of(
                scenes.ignored(
                    new Change.Push(request.ref(), request.commit(), null),
                    Rule.BRANCH,
                    "the branch wip is not wanted by the patterns main")));
    scenes.accept(ignored, List.of());

    assertThat(browser.page("/deliveries/" + ignored.id()).body())
        .contains("New branch wip was not built: the branch wip is not wanted by the patterns main")
        .contains("class=\"answer\">No<", "<code>branch</code>");
  }

  @Test
  void aSimulationBeginsWithThePipelineFileAtTheCommitWhereItIsAtHand() throws Exception {
    Delivery delivery = scenes.push(shop, "main", "Ada", "One");
    assertThat(browser.page("/deliveries/" + delivery.id()).body())
        .contains("the file at the commit is taken", "></textarea>");

    stage.receiver.file = "# ours\ndeploy:\n  port: 8080\n";

    assertThat(browser.page("/deliveries/" + delivery.id()).body())
        .contains("># ours\ndeploy:\n  port: 8080\n</textarea>");
  }

  @Test
  void theSimulationOfThePageKeepsWhatWasTyped() throws Exception {
    Delivery delivery = scenes.push(shop, "main", "Ada", "One");
    Change change = delivery.changes().getFirst().change();
    stage.receiver.simulated =
        List.of(
            new Simulated(
                change,
                scenes.asked(null, ""),
                new Verdict.Invalid(List.of(new Problem("a", 1, 3, "unknown key", "write b")))));

    var answer =
        browser.submit(
            "/deliveries/" + delivery.id() + "/simulate", "pipeline=++a%3A+1%0D%0A++b%3A+2");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(stage.receiver.pipelines.take()).isEqualTo("  a: 1\r\n  b: 2");
    assertThat(answer.body())
        .contains("  a: 1\r\n  b: 2</textarea>", "Would fail: 1 problem", "Write b");
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
