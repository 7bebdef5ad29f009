package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

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
}
