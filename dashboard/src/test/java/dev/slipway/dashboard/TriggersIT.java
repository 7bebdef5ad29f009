package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.Triggers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of a repository is built, as it is read and changed. */
class TriggersIT {
  private Stage stage;
  private Browser browser;
  private Repository shop;
  private String path;

  @BeforeEach
  void open() throws Exception {
    stage = new Stage();
    browser = new Browser(stage);
    shop = new Scenes(stage).repository(Forge.GITHUB, "acme/shop");
    path = "/api/v1/repositories/" + shop.id();
  }

  @AfterEach
  void close() {
    browser.close();
    stage.close();
  }

  @Test
  void everythingIsBuiltAndForksWaitUnlessSaidOtherwise() throws Exception {
    assertThat(Browser.json(browser.get(path)).get("triggers").toString())
        .isEqualTo(
            "{\"events\":[\"push\",\"tag\",\"pull_request\"],\"branches\":[],\"tags\":[],"
                + "\"forks\":\"approval\",\"members\":[]}");
  }

  @Test
  void whatIsSaidChangesAndTheRestStays() throws Exception {
    browser.put(path, "{\"triggers\":{\"branches\":[\"main\",\"!wip/**\"],\"forks\":\"never\"}}");
    var answer = browser.put(path, "{\"triggers\":{\"members\":[\"7\"],\"events\":\"push tag\"}}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Browser.json(answer).get("triggers").toString())
        .isEqualTo(
            "{\"events\":[\"push\",\"tag\"],\"branches\":[\"main\",\"!wip/**\"],\"tags\":[],"
                + "\"forks\":\"never\",\"members\":[\"7\"]}");
    JsonNode read = Browser.json(browser.get(path));
    assertThat(browser.put(path, read.toString()).statusCode()).isEqualTo(200);
    assertThat(browser.put(path, "{\"triggers\":{\"branches\":[]}}").body())
        .contains("\"branches\":[]");
  }

  @Test
  void labelsAreSetAndClearedAndCheckedEachByItself() throws Exception {
    assertThat(Browser.json(browser.get(path)).get("labels").toString()).isEqualTo("[]");
    var answer = browser.put(path, "{\"labels\":[\"linux/arm64\",\"gpu\"]}");
    assertThat(Browser.json(answer).get("labels").toString())
        .isEqualTo("[\"gpu\",\"linux/arm64\"]");

    var refused = browser.put(path, "{\"labels\":[\"GPU\",\"gpu\",\"a b\"]}");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(Browser.json(refused).get("problems").findValuesAsText("message"))
        .hasSize(2)
        .allMatch(message -> message.contains("is no label"));
    assertThat(browser.put(path, "{\"enabled\":true}").body()).contains("\"gpu\"");
    assertThat(browser.put(path, "{\"labels\":[]}").body()).contains("\"labels\":[]");
  }

  @Test
  void allProblemsAreToldAtOnceAndNothingChanges() throws Exception {
    var answer =
        browser.put(
            path,
            """
            {"default_branch":"a..b","triggers":{"events":["pish","posh"],"branches":["ok","!"],\
            "tags":7,"forks":"always","members":["a b("],"paths":[]}}\
            """);

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(Browser.json(answer).get("problems").findValuesAsText("path"))
        .containsExactlyInAnyOrder(
            "default_branch",
            "triggers.paths",
            "triggers.events",
            "triggers.events",
            "triggers.branches",
            "triggers.tags",
            "triggers.forks",
            "triggers.members");
    assertThat(browser.put(path, "{\"triggers\":[]}").statusCode()).isEqualTo(422);
    assertThat(browser.put(path, "{\"triggers\":{\"events\":[]}}").statusCode()).isEqualTo(422);
    assertThat(triggers()).isEqualTo(Triggers.DEFAULT);
  }

  @Test
  void theFormSaysAllOfItSoThatEmptyFieldsClear() throws Exception {
    browser.put(path, "{\"triggers\":{\"tags\":[\"v*\"],\"members\":[\"7\"]}}");

    var saved =
        browser.submit(
            "/repositories/" + shop.id(),
            "triggers.events=&triggers.events=push&triggers.events=pull_request"
                + "&triggers.branches=main%0D%0Arelease%2F**&triggers.tags=&triggers.members="
                + "&triggers.forks=never&enabled=false");

    assertThat(saved.statusCode()).isEqualTo(303);
    assertThat(triggers().branches().patterns()).containsExactly("main", "release/**");
    assertThat(triggers().tags().patterns()).isEmpty();
    assertThat(triggers().members()).isEmpty();
    assertThat(triggers().forks()).isEqualTo(Triggers.Forks.NEVER);
    assertThat(triggers().events())
        .containsExactlyInAnyOrder(Triggers.Event.PUSH, Triggers.Event.PULL_REQUEST);
    assertThat(browser.page(saved.headers().firstValue("location").orElseThrow()).body())
        .contains("Saved.", "main\nrelease/**</textarea>", "switched off");
  }

  @Test
  void aRefusedFormShowsWhatWasTypedAndWhy() throws Exception {
    var refused =
        browser.submit(
            "/repositories/" + shop.id(),
            "triggers.events=&triggers.branches=!&triggers.members=a(b&enabled=maybe");

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body())
        .contains("name at least one", "is no pattern", "is no user id", ">a(b</textarea>");
    assertThat(triggers()).isEqualTo(Triggers.DEFAULT);
  }

  private Triggers triggers() {
    return stage.repositories.find(shop.id()).orElseThrow().triggers();
  }
}
