package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.access.Role;
import dev.slipway.core.access.User;
import dev.slipway.core.deploy.Pause;
import dev.slipway.core.deploy.ServiceId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the page of a service says and offers. */
class ServicePageIT {
  private Stage stage;
  private Browser browser;
  private ShowRollouts rollouts;

  @BeforeEach
  void open() throws Exception {
    stage = new Stage();
    browser = new Browser(stage);
    rollouts = new ShowRollouts(stage, new Scenes(stage));
  }

  @AfterEach
  void close() {
    browser.close();
    stage.close();
  }

  private String page(ServiceId service) throws Exception {
    return browser.page("/services/" + service).body();
  }

  @Test
  void aPausedServiceSaysWhyAndOffersToResume() throws Exception {
    ServiceId service = rollouts.paused();

    assertThat(page(service))
        .contains("Pushes do not roll out until somebody resumes")
        .contains("12 of 80 requests to v2 were answered with 5xx, of v1 0 of 912")
        .contains("paused by slipway")
        .contains("action=\"/services/" + service + "/resume\"");
  }

  @Test
  void whatTheTroubleSaysIsNotSaidTwice() throws Exception {
    String because = "12 of 80 requests to v2 were answered with 5xx, of v1 0 of 912</p>";

    assertThat(page(rollouts.paused())).containsOnlyOnce(because);
  }

  @Test
  void aServiceThatIsPausedByHandSaysWhy() throws Exception {
    ServiceId service = rollouts.canary();
    stage.services.pause(
        service, new Pause("the harbour is closed", "Ada Lovelace", stage.clock.instant()));

    assertThat(page(service)).contains("The harbour is closed").contains("paused by Ada Lovelace");
  }

  @Test
  void aServiceThatIsNotPausedOffersNoResume() throws Exception {
    ServiceId service = rollouts.canary();

    assertThat(page(service)).doesNotContain("/resume\"");
  }

  @Test
  void aCanaryTellsItsShareAndCanBePromotedOrAborted() throws Exception {
    ServiceId service = rollouts.canary();
    var rollout = stage.services.find(service).orElseThrow().deploying();

    assertThat(page(service))
        .contains("v5 has 25 % of the traffic, v4 the rest")
        .contains("action=\"/deployments/" + rollout + "/promote\"")
        .contains("action=\"/deployments/" + rollout + "/abort\"");
  }

  @Test
  void aRolloutThatHasEndedOffersNeitherPromoteNorAbort() throws Exception {
    ServiceId service = rollouts.paused();

    assertThat(page(service)).doesNotContain("/promote\"").doesNotContain("/abort\"");
  }

  @Test
  void aRunningServiceCanBeRestartedAndScaled() throws Exception {
    ServiceId service = rollouts.canary();

    assertThat(page(service))
        .contains("action=\"/services/" + service + "/restart\"")
        .contains("action=\"/services/" + service + "/scale\"")
        .contains("name=\"replicas\" min=\"1\" max=\"64\" required value=\"3\"");
  }

  @Test
  void goingBackPastAReleaseThatIsNotReversibleAsksForAYes() throws Exception {
    String dialog = dialog(page(rollouts.canary()), 1);

    assertThat(dialog)
        .contains("v2 is marked as not reversible: what it changed may keep v1 from running")
        .contains("name=\"force\" value=\"true\" required");
  }

  @Test
  void goingBackToTheReleaseThatIsNotReversibleAsksNothingMore() throws Exception {
    String dialog = dialog(page(rollouts.canary()), 2);

    assertThat(dialog).doesNotContain("name=\"force\"");
  }

  private static String dialog(String page, int release) {
    int from = page.indexOf("<dialog id=\"rollback-" + release + "\"");
    assertThat(from).isPositive();
    return page.substring(from, page.indexOf("</dialog>", from));
  }

  @Test
  void whatWasSetByHandIsListedWithoutTheValuesOfVariables() throws Exception {
    assertThat(page(rollouts.canary()))
        .contains("<dt>Containers</dt><dd>3 instead of the pipeline file's 1</dd>")
        .contains("<dt>DATABASE_URL</dt><dd>from the secret TIDES_DATABASE</dd>")
        .contains("<dt>LOG_LEVEL</dt><dd>a value of its own</dd>")
        .doesNotContain("not-to-be-seen");
  }

  @Test
  void aReleaseOfKindConfigTellsItsReason() throws Exception {
    assertThat(page(rollouts.canary())).contains("<span>config</span>").contains("scaled to 3");
  }

  @Test
  void whoMayOnlyLookIsOfferedNothingElse() throws Exception {
    ServiceId service = rollouts.canary();
    stage.access.users().add(User.fresh("vera", Role.VIEWER, stage.clock.instant()));
    stage.addToken("token-of-vera", "vera", Role.VIEWER);

    String seen =
        browser
            .send(
                "GET",
                "/services/" + service,
                "",
                "Authorization",
                "Bearer token-of-vera",
                "Accept",
                "text/html,*/*;q=0.8")
            .body();

    assertThat(seen).contains("v5 has 25 % of the traffic", "data-logs=", "data-containers=");
    assertThat(seen.substring(seen.indexOf("<main")))
        .doesNotContain("<form", "<dialog", "data-dialog", "method=\"post\"");
  }

  @Test
  void theEnvironmentIsNamedWithItsSecretsAndWithoutAnyValue() throws Exception {
    assertThat(page(rollouts.canary()))
        .contains("Environment of v4", "<dt><code>LOG_LEVEL</code></dt>")
        .doesNotContain("not-to-be-seen", ">debug<", ">info<");
  }

  @Test
  void aRolloutUnderWatchSaysWhatTheEdgesCountedOfBothReleases() throws Exception {
    ServiceId service = rollouts.canary();
    ShowContainers.report(stage, service, 5, 4, 0);
    var rollout = stage.services.find(service).orElseThrow().deploying();

    assertThat(page(service))
        .contains("step 2 of 3", "left</span>", "<td>1,204</td>", "3 (0.2 %)", "<td>3,911</td>");
    var watch = Browser.json(browser.get("/deployments/" + rollout)).get("watch");
    assertThat(watch.get("percent").asInt()).isEqualTo(25);
    assertThat(watch.get("steps").asInt()).isEqualTo(3);
    assertThat(watch.get("ends_at").asText()).endsWith("Z");
    assertThat(watch.get("figures").findValuesAsText("requests")).containsExactly("1204", "3911");
    assertThat(watch.get("figures").get(0).get("p95_ms").asInt()).isBetween(40, 60);
  }
}
