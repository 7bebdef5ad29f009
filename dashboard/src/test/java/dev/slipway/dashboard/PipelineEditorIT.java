package dev.slipway.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Repository;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pipeline of a repository, checked while it is written, and kept in Slipway. */
class PipelineEditorIT {
  private static final String VALIDATE = "/api/v1/pipeline/validate";

  private static Desk desk;
  private Stage stage;
  private Browser browser;
  private Repository shop;
  private Page page;
  private String tolerated = "";

  @BeforeAll
  static void openBrowser() {
    desk = new Desk();
  }

  @AfterAll
  static void closeBrowser() {
    desk.close();
  }

  @BeforeEach
  void open() throws Exception {
    stage = new Stage();
    browser = new Browser(stage);
    shop = new Scenes(stage).repository(Forge.GITHUB, "acme/shop");
    page = desk.open(stage, 1280, 900);
  }

  @AfterEach
  void close() {
    page.context().close();
    browser.close();
    stage.close();
    desk.listen(tolerated);
  }

  private void visit() {
    page.navigate(stage.url("/repositories/" + shop.id() + "/pipeline").toString());
  }

  private Locator text() {
    return page.getByLabel("Pipeline file", new Page.GetByLabelOptions().setExact(true));
  }

  private Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }

  private static String json(String text) {
    return "{\"text\":\"" + text.replace("\n", "\\n") + "\"}";
  }

  @Test
  void problemsStandBesideTheirLinesAsOneTypes() {
    visit();
    assertThat(page.locator("#verdict")).hasText("Valid");
    assertThat(page.locator("[data-effective]")).containsText("deploy shop to production");

    text()
        .fill(
            "name: shop\ndeploy:\n  port: 8080\n  replica: 2\n  healthcheck:\n    interval: 1x\n");

    assertThat(page.locator("#verdict")).hasText("2 problems");
    Locator first = page.locator(".notes li").first();
    assertThat(first).containsText("Line 4:");
    assertThat(first).containsText("replicas");
    assertThat(page.locator(".gutter .wrong")).hasCount(2);
    BoundingBox note = first.boundingBox();
    BoundingBox line = page.locator(".gutter span").nth(3).boundingBox();
    assertThat(Math.abs(note.y - line.y)).isLessThan(6);
    Desk.picture(page, "pipeline");

    first.getByRole(AriaRole.BUTTON).click();
    assertThat(text()).isFocused();
    page.keyboard().press("Delete");
    text().fill("deploy:\n  port: 8080\n");
    assertThat(page.locator("#verdict")).hasText("Valid");
    assertThat(page.locator(".notes li")).hasCount(0);
  }

  @Test
  void aTextIsKeptAndGivenUpAgain() {
    visit();
    text().fill("deploy:\n  port: 8080\n");
    button("Keep this text in Slipway").click();

    assertThat(page.getByText("Saved. Every commit is built by this text")).isVisible();
    assertThat(stage.repositories.find(shop.id()).orElseThrow().pipeline())
        .isEqualTo("deploy:\n  port: 8080\n");
    button("Back to the repository").click();
    assertThat(page.getByText("own file decides again")).isVisible();
    assertThat(stage.repositories.find(shop.id()).orElseThrow().pipeline()).isNull();
  }

  @Test
  void whatIsWrongIsNotKept() {
    tolerated = "422";
    visit();
    text().fill("deploy:\n  prot: 8080\n");
    button("Keep this text in Slipway").click();

    assertThat(page.locator(".notes")).containsText("prot");
    assertThat(text()).hasValue("deploy:\n  prot: 8080\n");
    assertThat(stage.repositories.find(shop.id()).orElseThrow().pipeline()).isNull();
  }

  @Test
  void theApiSaysWhatATextMeansOrWhatIsWrongWithIt() throws Exception {
    JsonNode good = Browser.json(browser.post(VALIDATE, json("name: tea")));
    assertThat(good.get("valid").asBoolean()).isTrue();
    assertThat(good.get("effective").get(0).asText()).isEqualTo("build app from ./Dockerfile");

    JsonNode bad = Browser.json(browser.post(VALIDATE, json("name: tea\nstepz: []\n")));
    assertThat(bad.get("valid").asBoolean()).isFalse();
    JsonNode problem = bad.get("problems").get(0);
    assertThat(problem.get("line").asInt()).isEqualTo(2);
    assertThat(problem.get("column").asInt()).isEqualTo(1);
    assertThat(problem.get("hint").asText()).contains("steps");

    assertThat(browser.post(VALIDATE, "{}").statusCode()).isEqualTo(422);
    assertThat(browser.post(VALIDATE, "{\"text\":\"\",\"repository\":\"none\"}").statusCode())
        .isEqualTo(404);
    JsonNode large = Browser.json(browser.post(VALIDATE, json("# " + "x".repeat(300_000))));
    assertThat(large.get("problems").get(0).get("message").asText()).contains("256 kB");
    assertThat(browser.anonymously("POST", VALIDATE).statusCode()).isEqualTo(401);
  }

  @Test
  void theApiKeepsAndTellsThePipeline() throws Exception {
    String path = "/api/v1/repositories/" + shop.id();
    String kept = "{\"pipeline\":{\"source\":\"inline\",\"text\":\"name: tea\\n\"}}";

    JsonNode after = Browser.json(browser.put(path, kept));

    assertThat(after.get("pipeline").get("source").asText()).isEqualTo("inline");
    assertThat(after.get("pipeline").get("text").asText()).isEqualTo("name: tea\n");
    JsonNode sentBack = Browser.json(browser.put(path, browser.get(path).body()));
    assertThat(sentBack.get("pipeline").get("source").asText()).isEqualTo("inline");
    browser.put(path, "{\"default_branch\":\"trunk\"}");
    assertThat(browser.get(path).body()).contains("\"source\":\"inline\"");
    var wrong = browser.put(path, kept.replace("name", "nmae"));
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(Browser.json(wrong).get("problems").get(0).get("line").asInt()).isEqualTo(1);
    for (String bad : new String[] {"{}", "{\"source\":\"elsewhere\"}", "{\"source\":1}"}) {
      assertThat(browser.put(path, "{\"pipeline\":" + bad + "}").statusCode()).isEqualTo(422);
    }

    JsonNode file = Browser.json(browser.put(path, "{\"pipeline\":{\"source\":\"file\"}}"));
    assertThat(file.get("pipeline").toString()).isEqualTo("{\"source\":\"file\"}");
  }
}
