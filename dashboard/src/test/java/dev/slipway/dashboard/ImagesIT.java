package dev.slipway.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.core.access.Deed;
import dev.slipway.core.access.Role;
import dev.slipway.core.access.User;
import dev.slipway.core.build.Build;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.ReleaseKind;
import dev.slipway.core.source.Forge;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The registry's images, as API and pages show them, and what is removed there. */
class ImagesIT {
  private static final String IMAGES = "/api/v1/images";
  private static final String SHOP = IMAGES + "/acme%2Fshop";
  private static final Instant CREATED = Instant.parse("2026-06-01T10:00:00Z");

  private Stage stage;
  private Browser browser;
  private String old;
  private Build live;
  private String running;

  @BeforeEach
  void open() throws Exception {
    stage = new Stage();
    browser = new Browser(stage);
    old = put("old", 1_000, 20);
    Scenes scenes = new Scenes(stage);
    var repository = scenes.repository(Forge.GIT, "acme/shop");
    Build build = scenes.run(repository, "main", "ada", "Start");
    var image = scenes.image(repository);
    live =
        scenes.finish(
            build,
            scenes.succeeded(build, image),
            List.of(scenes.release(build, image, ReleaseKind.DEPLOY, null, "")));
    scenes.roll(
        Scenes.allTheWay(new Instance("c1", "127.0.0.1", 32768)), Scenes.detailsAllTheWay());
    running = image.digest();
    stage.images.put("acme/shop", running, Instant.EPOCH, List.of(1_000L, 30L));
    stage.images.tag("acme/shop", "live", running);
  }

  @AfterEach
  void close() {
    browser.close();
    stage.close();
  }

  private String put(String tag, long... layers) {
    List<Long> sizes = Arrays.stream(layers).boxed().toList();
    String digest = stage.images.put("acme/shop", stage.images.digest(), CREATED, sizes);
    stage.images.tag("acme/shop", tag, digest);
    return digest;
  }

  @Test
  void repositoriesSayHowManyImagesTheyHaveAndWhatTheyTake() throws Exception {
    JsonNode all = read(IMAGES);

    assertThat(all.get("registry").asText()).isEqualTo(StageImages.HOST);
    JsonNode shop = all.get("items").get(0);
    assertThat(shop.get("name").asText()).isEqualTo("acme/shop");
    assertThat(shop.get("tags").asInt()).isEqualTo(2);
    assertThat(shop.get("newest").get("tag").asText()).isEqualTo("live");
    assertThat(shop.get("size").get("total").asLong()).isEqualTo(1_050 + 2 * 2_310);
    assertThat(read(IMAGES + "?q=none").get("items")).isEmpty();
  }

  @Test
  void anImageSaysFromWhichCommitItIsAndWhereItRuns() throws Exception {
    JsonNode newest = read(SHOP).get("items").get(0);

    assertThat(newest.get("tag").asText()).isEqualTo("live");
    assertThat(newest.get("build").get("id").asText()).isEqualTo(live.id().value());
    assertThat(newest.get("build").get("sha").asText())
        .isEqualTo(live.request().commit().sha().hex());
    assertThat(newest.get("uses").findValuesAsText("state")).contains("live");
    assertThat(newest.get("created").asText()).isNotEqualTo("1970-01-01T00:00:00Z");
    assertThat(newest.get("size").get("shared").asLong()).isEqualTo(1_000);
    JsonNode one = read(SHOP + "/" + old);
    assertThat(one.get("tags").findValuesAsText("")).isEmpty();
    assertThat(one.get("tags").get(0).asText()).isEqualTo("old");
    assertThat(one.get("layers")).hasSize(2);
    assertThat(one.get("removal").get("possible").asBoolean()).isTrue();
  }

  @Test
  void tagsAreListedPageByPageAndFoundByWhatRunsThem() throws Exception {
    JsonNode first = read(SHOP + "?limit=1");
    JsonNode second = read(SHOP + "?limit=1&before=" + first.get("next").asText());

    assertThat(first.get("items").findValuesAsText("tag")).containsExactly("live");
    assertThat(second.get("items").findValuesAsText("tag")).containsExactly("old");
    assertThat(second.get("next").isNull()).isTrue();
    assertThat(read(SHOP + "?q=shop.production").get("items").findValuesAsText("tag"))
        .containsExactly("live");
    assertThat(browser.get(SHOP + "?before=gone").statusCode()).isEqualTo(422);
  }

  @Test
  void whatIsNeededIsNotRemovedAndTheAnswerSaysByWhat() throws Exception {
    var answer = browser.delete(SHOP + "/live");

    assertThat(answer.statusCode()).isEqualTo(409);
    JsonNode problem = Browser.json(answer);
    assertThat(problem.get("type").asText()).isEqualTo("urn:slipway:problem:image-needed");
    assertThat(problem.get("detail").asText())
        .contains("acme/shop:live stays: release v1 of service shop.production, which is live");
    assertThat(problem.get("problems").get(0).get("path").asText()).isEqualTo("release");
    assertThat(read(SHOP).get("items")).hasSize(2);
  }

  @Test
  void aTagGoesAloneAndAnImageOnlyWhenAllItsTagsMay() throws Exception {
    stage.images.tag("acme/shop", "older", old);

    assertThat(browser.delete(SHOP + "/" + old).statusCode()).isEqualTo(409);
    assertThat(Browser.json(browser.delete(SHOP + "/old")).get("tags").get(0).asText())
        .isEqualTo("old");
    var gone = Browser.json(browser.delete(SHOP + "/" + old + "?tags=all"));

    assertThat(gone.get("digests").get(0).asText()).isEqualTo(old);
    assertThat(gone.get("tags").get(0).asText()).isEqualTo("older");
    assertThat(browser.get(SHOP + "/" + old).statusCode()).isEqualTo(404);
    Deed deed = stage.access.audit().read(3, 1).getFirst().deed();
    assertThat(deed.action()).isEqualTo("DELETE /api/v1/images/:repository/:reference");
    assertThat(deed.outcome()).isEqualTo(200);
  }

  @Test
  void tokensThatAreLimitedToRepositoriesSeeNone() throws Exception {
    stage.access.users().add(User.fresh("bob", Role.MAINTAINER, stage.clock.instant()));
    stage.addToken("of-bob", "bob", Role.MAINTAINER, live.request().repositoryId());

    for (String path : List.of(SHOP, SHOP + "/live")) {
      var answer = browser.send("GET", path, "", "Authorization", "Bearer of-bob");
      assertThat(answer.statusCode()).isEqualTo(404);
    }
  }

  @Test
  void aRegistryThatIsAwaySaysWhatHelps() throws Exception {
    stage.images.trouble = "the registry does not answer";

    var answer = browser.get(IMAGES);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(Browser.json(answer).get("detail").asText())
        .isEqualTo("the registry does not answer; start it");
  }

  @Test
  void theDialogSaysWhatGoesAndWhyAnythingStays() throws Exception {
    String index =
        stage.images.index("acme/shop", stage.images.digest(), Map.of("linux/amd64", old));
    stage.images.tag("acme/shop", "many", index);
    try (Desk desk = new Desk()) {
      Page page = desk.open(stage, 1280, 900);
      page.navigate(stage.url("/images").toString());
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("acme/shop")).click();
      page.getByText("shop.production: live as v1").waitFor();
      page.getByRole(AriaRole.LINK, exactly("live")).click();
      remove(page);
      assertThat(page.getByRole(AriaRole.DIALOG)).containsText("This image stays");
      assertThat(page.getByRole(AriaRole.DIALOG))
          .containsText("Release v1 of service shop.production, which is live, needs it");

      page.navigate(stage.url("/images/acme%2Fshop/many").toString());
      remove(page);
      assertThat(page.getByRole(AriaRole.DIALOG)).containsText("Its tag many goes with it");
      page.getByRole(AriaRole.BUTTON, exactly("Remove")).click();
      assertThat(page.getByRole(AriaRole.STATUS).first()).isVisible();
      assertThat(page.getByText("Removed")).isVisible();
      assertThat(page.getByRole(AriaRole.LINK, exactly("many"))).hasCount(0);
    }
    assertThat(stage.images.repository("acme/shop").orElseThrow().tags()).containsKey("old");
  }

  private static void remove(Page page) {
    page.getByRole(AriaRole.BUTTON, exactly("Remove …")).click();
  }

  private static Page.GetByRoleOptions exactly(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private JsonNode read(String path) throws Exception {
    var answer = browser.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Browser.json(answer);
  }
}
