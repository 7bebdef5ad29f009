package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.Trigger;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Repository;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Builds of strangers' code, and the yes that they need. */
class ApprovalIT {
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
  void aBuildThatWaitsIsApprovedOnce() throws Exception {
    String build = "/builds/" + waiting().id();

    var approved = browser.post(build + "/approve", "");

    assertThat(approved.statusCode()).isEqualTo(202);
    JsonNode told = Browser.json(approved);
    assertThat(told.get("status").asText()).isEqualTo("queued");
    assertThat(told.get("reason").asText()).isEqualTo("approved by ada; no builder is running");
    var again = browser.post("/api/v1" + build + "/approve", "");
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(Browser.json(again).get("detail").asText()).contains("waits for no approval");
    assertThat(browser.post("/builds/none/approve", "").statusCode()).isEqualTo(404);
  }

  @Test
  void aBuildTellsItsPullRequest() throws Exception {
    JsonNode pull = Browser.json(browser.get("/builds/" + waiting().id())).get("pull_request");

    assertThat(pull.toString())
        .isEqualTo(
            "{\"number\":42,\"title\":\"Faster totals\",\"source_branch\":\"faster-totals\","
                + "\"target_branch\":\"main\",\"from_fork\":true,\"author_id\":\"90817\"}");
  }

  @Test
  void thePageNamesWhatWillRunAndWarns() throws Exception {
    Build waiting = waiting();
    String page = browser.page("/builds/" + waiting.id()).body();

    assertThat(page)
        .contains("may not push to this repository")
        .contains("user id <code>90817</code>")
        .contains(waiting.request().commit().sha().hex())
        .contains(
            "Run commit "
                + waiting.request().commit().sha().abbreviated()
                + " of pull request #42");
    assertThat(browser.page("/builds").body()).contains("Waits for an approval", "from a fork");

    var submitted = browser.submit("/builds/" + waiting.id() + "/approve", "");
    assertThat(submitted.statusCode()).isEqualTo(303);
    assertThat(browser.page("/builds/" + waiting.id()).body())
        .contains("approved by ada")
        .doesNotContain("This build waits for your yes");
  }

  @Test
  void itsDeliveryIsListedAsWaitingUntilSomebodySaysYes() throws Exception {
    Build waiting = waiting();
    String overview = "/repositories/" + shop.id();

    assertThat(browser.page("/deliveries").body())
        .contains("<span class=\"word\">waiting</span>")
        .doesNotContain("<span class=\"word\">built</span>");
    assertThat(browser.page(overview).body()).contains("<span>waiting</span>");
    JsonNode listed = Browser.json(browser.get("/api/v1/deliveries")).get("items").get(0);
    assertThat(listed.get("changes").get(0).get("build_status").asText()).isEqualTo("waiting");

    browser.post("/builds/" + waiting.id() + "/approve", "");

    assertThat(browser.page("/deliveries").body())
        .contains("<span class=\"word\">built</span>")
        .doesNotContain("<span class=\"word\">waiting</span>");
    assertThat(browser.page(overview).body()).contains("<span>built</span>");
  }

  @Test
  void askingAgainForAForksBuildThatNobodyApprovedWaitsAgain() throws Exception {
    Build waiting = waiting();
    browser.post("/builds/" + waiting.id() + "/cancel", "");

    JsonNode retried = Browser.json(browser.post("/builds/" + waiting.id() + "/retry", ""));

    assertThat(retried.get("status").asText()).isEqualTo("waiting");
    assertThat(retried.get("pull_request").get("from_fork").asBoolean()).isTrue();
  }

  @Test
  void anApprovedForksBuildIsRepeatedAsAForksBuild() throws Exception {
    Build waiting = waiting();
    browser.post("/builds/" + waiting.id() + "/approve", "");
    Build running = stage.queue().claim(Scenes.WORKER, Duration.ofSeconds(5)).orElseThrow();
    scenes.finish(
        running,
        new BuildState.Skipped(1, stage.clock.instant(), stage.clock.instant(), "only docs"),
        List.of());
    assertThat(browser.page("/builds/" + running.id()).body()).contains("Skipped: only docs");

    JsonNode retried = Browser.json(browser.post("/builds/" + running.id() + "/retry", ""));

    assertThat(retried.get("status").asText()).isEqualTo("queued");
    assertThat(retried.get("pull_request").get("from_fork").asBoolean()).isTrue();
  }

  @Test
  void aBuildThatNoWebhookAskedForSaysHowItWasFound() throws Exception {
    NewBuild like = scenes.request(shop, "main", "Ada", "Missed");
    stage
        .builds()
        .add(
            new NewBuild(
                like.id(),
                like.repositoryId(),
                like.repository(),
                Trigger.RECONCILIATION,
                like.ref(),
                like.commit(),
                null,
                null,
                like.by(),
                null,
                like.queuedAt()));

    assertThat(browser.get("/builds/" + like.id()).body())
        .contains("\"trigger\":\"reconciliation\"");
    assertThat(browser.page("/builds/" + like.id()).body()).contains("found by reconciliation");
    assertThat(browser.page("/builds").body()).contains("found by reconciliation");
  }

  private Build waiting() {
    scenes.fork(shop, 42, "Mallory", "Faster totals");
    return stage.builds().list(Scenes.ANY, Scenes.FIRST).items().getFirst();
  }
}
