package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.deploy.CleanUp.Kind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where containers run, what is cleaned up there, and the nodes of clusters. */
class TargetsIT {
  private static final String CLEANUP = "/api/v1/targets/docker/cleanup";
  private static final String NODES = "/api/v1/targets/harbour/nodes";

  private Stage stage;
  private Browser browser;

  @BeforeEach
  void open() throws Exception {
    stage = new Stage();
    browser = new Browser(stage);
    stage.targets.leave(Kind.CONTAINER, "shop-7-1", 0, "its rollout ended");
    stage.targets.leave(Kind.IMAGE, "shop:old", 2_500_000, "no release that is kept runs it");
  }

  @AfterEach
  void close() {
    browser.close();
    stage.close();
  }

  @Test
  void targetsSayWhatTheyAreAndWhetherTheyAnswer() throws Exception {
    JsonNode items = read("/api/v1/targets").get("items");

    assertThat(items.findValuesAsText("name")).containsExactly("docker", "harbour");
    assertThat(items.findValuesAsText("type")).containsExactly("docker", "swarm");
    assertThat(items.get(0).get("reachable").asBoolean()).isTrue();
    assertThat(items.get(0).get("services").asInt()).isEqualTo(1);
    assertThat(items.get(0).get("trouble").isNull()).isTrue();

    stage.place.away = true;
    JsonNode away = read("/api/v1/targets").get("items").get(0);
    assertThat(away.get("reachable").asBoolean()).isFalse();
    assertThat(away.get("trouble").get("message").asText()).isEqualTo("the engine does not answer");
    assertThat(away.get("trouble").get("hint").asText()).isEqualTo("start it");
  }

  @Test
  void thePlanRemovesNothingAndCarryingItOutTellsWhatWentAndWhatDidNot() throws Exception {
    stage.targets.stuck.add("shop-7-1");

    JsonNode plan = read(CLEANUP);
    assertThat(read(CLEANUP)).isEqualTo(plan);
    assertThat(plan.get("items").findValuesAsText("kind")).containsExactly("container", "image");
    assertThat(plan.get("items").get(1).get("why").asText())
        .isEqualTo("no release that is kept runs it");
    assertThat(plan.get("bytes").asLong()).isEqualTo(2_500_000);

    JsonNode done = Browser.json(browser.post(CLEANUP, ""));
    assertThat(done.get("removed").findValuesAsText("name")).containsExactly("shop:old");
    assertThat(done.get("left").get(0).get("because").asText())
        .isEqualTo("a container uses it by now");
    assertThat(done.get("bytes").asLong()).isEqualTo(2_500_000);
    assertThat(read(CLEANUP).get("items").findValuesAsText("name")).containsExactly("shop-7-1");
  }

  @Test
  void aNodeIsDrainedAndActivatedByItsIdOrItsName() throws Exception {
    assertThat(read(NODES).get("items").get(0).get("availability").asText()).isEqualTo("active");

    JsonNode drained = Browser.json(browser.post(NODES + "/quay-1/drain", ""));
    assertThat(drained.get("availability").asText()).isEqualTo("drain");
    JsonNode active = Browser.json(browser.post(NODES + "/n1/activate", ""));
    assertThat(active.get("availability").asText()).isEqualTo("active");
    assertThat(read("/api/v1/targets/docker/nodes").get("items")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  /api/v1/targets/moon/cleanup, 404",
    "POST, /api/v1/targets/moon/cleanup, 404",
    "GET,  /api/v1/targets/moon/nodes, 404",
    "POST, /api/v1/targets/harbour/nodes/moon/drain, 404",
    "POST, /api/v1/targets/docker/nodes/n1/drain, 409"
  })
  void whatIsNotThereIsNamed(String method, String path, int status) throws Exception {
    var answer = method.equals("GET") ? browser.get(path) : browser.post(path, "");

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(Browser.json(answer).get("detail").asText()).containsAnyOf("moon", "docker");
  }

  @Test
  void aTargetThatIsAwaySaysWhatHelps() throws Exception {
    stage.place.away = true;

    var answer = browser.get(CLEANUP);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(Browser.json(answer).get("detail").asText())
        .isEqualTo("the engine does not answer; start it");
  }

  @Test
  void thePageShowsPlansAndNodesAndCarriesThePlanOut() throws Exception {
    assertThat(browser.page("/targets").body())
        .contains("1 container and 1 image are not needed, at most 2.5 MB")
        .contains("shop:old")
        .contains("quay-1")
        .contains("4 cores, 16.0 GB")
        .contains("action=\"/targets/harbour/nodes/n1/drain\"");

    var after = browser.submit("/targets/docker/cleanup", "");
    assertThat(after.statusCode()).isEqualTo(200);
    assertThat(after.body())
        .contains("1 container and 1 image are gone from docker")
        .contains("Nothing is left over");
    assertThat(browser.submit("/targets/harbour/nodes/n1/drain", "").headers().map())
        .containsEntry("location", List.of("/targets"));
    assertThat(browser.page("/targets").body())
        .contains("drained")
        .contains("action=\"/targets/harbour/nodes/n1/activate\"");
  }

  @Test
  void thePageOfATargetThatIsAwaySaysSo() throws Exception {
    stage.place.away = true;

    assertThat(browser.page("/targets").body())
        .contains("does not answer")
        .contains("The engine does not answer.")
        .doesNotContain("Clean up …");
  }

  private JsonNode read(String path) throws IOException, InterruptedException {
    return Browser.json(browser.get(path));
  }
}
