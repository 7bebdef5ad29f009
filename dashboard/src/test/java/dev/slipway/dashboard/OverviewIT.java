package dev.slipway.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.slipway.core.access.Role;
import dev.slipway.core.access.User;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.StepReport;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Pause;
import dev.slipway.core.deploy.ReleaseKind;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Repository;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the first page tells, and what it keeps quiet about. */
class OverviewIT {
  private static final String CALM = "Nothing needs you";

  private Stage stage;
  private Browser browser;
  private Scenes scenes;

  @BeforeEach
  void open() throws Exception {
    stage = new Stage();
    browser = new Browser(stage);
    scenes = new Scenes(stage);
  }

  @AfterEach
  void close() {
    browser.close();
    stage.close();
  }

  private String overview() throws Exception {
    return browser.page("/").body();
  }

  private Build failed(Repository repository, String branch, String author, String title)
      throws InterruptedException {
    Build build = scenes.run(repository, branch, author, title);
    return scenes.finish(
        build,
        scenes.failed(build, new Failure.StepFailed("test", "npm test ended with exit code 1", "")),
        List.of());
  }

  private Build succeeded(Repository repository, String branch, String title)
      throws InterruptedException {
    Build build = scenes.run(repository, branch, "ada", title);
    return scenes.finish(build, scenes.succeeded(build, scenes.image(repository)), List.of());
  }

  @Test
  void whereNothingIsItIsTheFirstStep() throws Exception {
    assertThat(overview())
        .contains("Connect your forge", "href=\"/connect\"")
        .doesNotContain(CALM, "Running now", "Recently");
  }

  @Test
  void aViewerIsNotSentWhereTheyMayNotGo() throws Exception {
    stage.access.users().add(User.fresh("vera", Role.VIEWER, stage.clock.instant()));
    stage.addToken("token-of-vera", "vera", Role.VIEWER);
    String page =
        browser
            .send("GET", "/", "", "Authorization", "Bearer token-of-vera", "Accept", "text/html")
            .body();
    assertThat(page).contains("A maintainer connects the first forge").doesNotContain("/connect");
  }

  @Test
  void aRepositoryWithoutABuildWaitsForItsFirstPush() throws Exception {
    scenes.repository(Forge.GITHUB, "acme/shop");
    assertThat(overview()).contains(CALM, "Waiting for the first push", "git push origin main");
  }

  @Test
  void itIsQuietWhenAllIsWell() throws Exception {
    Repository shop = scenes.repository(Forge.GITHUB, "acme/shop");
    succeeded(shop, "main", "Sell lighthouses");
    assertThat(overview())
        .contains(CALM, "Recently", "Sell lighthouses")
        .doesNotContain("Running now", "Needs you")
        .contains("<title>Overview");
  }

  @Test
  void brokenDefaultBranchesAndOnesOwnBranchesAreToldUntilTheyAreMended() throws Exception {
    Repository shop = scenes.repository(Forge.GITHUB, "acme/shop");
    failed(shop, "main", "Grace Hopper", "Round the totals");
    failed(shop, "carts", "Ada", "Keep carts");
    failed(shop, "prices", "Grace Hopper", "Show prices");

    assertThat(overview())
        .contains("acme/shop main fails: Round the totals")
        .contains("Your build of acme/shop carts fails: Keep carts")
        .contains("Npm test ended with exit code 1")
        .contains("<title>✗ Overview")
        .doesNotContain("fails: Show prices");

    succeeded(shop, "main", "Round the totals well");
    succeeded(shop, "carts", "Keep carts well");
    assertThat(overview()).contains(CALM).doesNotContain("fails:");
  }

  @Test
  void whatWaitsForAPersonIsTold() throws Exception {
    Repository shop = scenes.repository(Forge.GITHUB, "acme/shop");
    scenes.fork(shop, 42, "Mallory Vale", "Make the totals twice as fast");
    scenes.queue(shop, "main", "ada", "Sell lighthouses");
    stage.trouble = "no answer in 2 s";

    assertThat(overview())
        .contains("acme/shop #1 waits for an approval", "It is pull request #42 from a fork")
        .contains("1 queued build cannot start", "No builder is running")
        .contains("Not there: redis", "No answer in 2 s");
  }

  @Test
  void rolloutsThatEndedBadlyAndServicesThatWaitAreTold() throws Exception {
    ServiceId lamp = new ShowRollouts(stage, scenes).paused();
    assertThat(overview())
        .contains(lamp + " v2 was rolled back to v1", "12 of 80 requests to v2")
        .doesNotContain("it is paused");

    stage.services.pause(lamp, new Pause("the tables are moved", "ada", stage.clock.instant()));
    assertThat(overview()).contains("Pushes to " + lamp + " wait", "The tables are moved");
  }

  @Test
  void aCanaryIsToldWithItsShare() throws Exception {
    ServiceId tides = new ShowRollouts(stage, scenes).canary();
    stage.routing.hold(tides, new Pause("the tables are moved", "ada", stage.clock.instant()));
    assertThat(overview()).contains(tides + " v5", "canary: 25 % of the traffic");
  }

  @Test
  void whatRunsIsFollowedAndTheTabTellsItFromAfar() throws Exception {
    Repository shop = scenes.repository(Forge.GITHUB, "acme/shop");
    try (Desk desk = new Desk()) {
      Page page = desk.open(stage, 1280, 900);
      assertThat(page.getByText(CALM)).isVisible();

      Build build = scenes.run(shop, "main", "ada", "Sell lighthouses");
      var start = Scenes.startOf(build);
      stage
          .queue()
          .report(
              build.id(),
              1,
              List.of(
                  scenes.step(
                      "npm test",
                      StepReport.Kind.STEP,
                      StepReport.Status.RUNNING,
                      0,
                      null,
                      false,
                      start)));
      assertThat(page.getByText("npm test")).isVisible();
      assertThat(page).hasTitle(Pattern.compile("^● Overview"));
      assertThat(icon(page)).hasAttribute("href", Pattern.compile("favicon-running"));

      stage.clock.advance(Duration.ofSeconds(20));
      roll(build, shop);
      assertThat(page.getByText("shop.production v1 went live")).isVisible();
      assertThat(page.getByText("Running now")).isHidden();
      assertThat(page).hasTitle(Pattern.compile("^Overview"));

      page.navigate(stage.url("/builds/" + build.id()).toString());
      assertThat(page).hasTitle(Pattern.compile("^✓ #1 acme/shop"));
      assertThat(icon(page)).hasAttribute("href", Pattern.compile("favicon-fine"));
      desk.listen("");
    }
  }

  private void roll(Build build, Repository shop) throws InterruptedException {
    var image = scenes.image(shop);
    scenes.finish(
        build,
        scenes.succeeded(build, image),
        List.of(scenes.release(build, image, ReleaseKind.DEPLOY, null, "")));
    List<DeploymentState> states = Scenes.allTheWay(new Instance("c1", "127.0.0.1", 32768));
    scenes.roll(states, Scenes.detailsAllTheWay());
  }

  private static Locator icon(Page page) {
    return page.locator("link[rel=icon]");
  }
}
