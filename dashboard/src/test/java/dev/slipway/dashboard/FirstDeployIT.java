package dev.slipway.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.Inspection.DockerfileFound;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.ReleaseKind;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Repository;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a token to a running service, in a real browser. */
class FirstDeployIT {
  private static Desk desk;
  private Stage stage;
  private Scenes scenes;
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
    scenes = new Scenes(stage);
    page = desk.open(stage, 1280, 900);
  }

  @AfterEach
  void close() {
    page.context().close();
    stage.close();
    desk.listen(tolerated);
  }

  private void visit(String path) {
    page.navigate(stage.url(path).toString());
  }

  private Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }

  private Locator port() {
    return page.getByLabel("Port (");
  }

  private Repository kept(Repository of) {
    return stage.repositories.find(of.id()).orElseThrow();
  }

  @Test
  void fourScreensLeadFromTheTokenToTheRunningService() throws Exception {
    stage.forge.offer("acme/shop", "Sells lighthouses", true, true);
    visit("/connect");
    page.getByLabel("Gitea").check();
    page.getByLabel("Address").fill("https://git.example.com");
    page.getByLabel("Token").fill("gto_secret");
    page.keyboard().press("Enter");
    assertThat(page.locator("[aria-current=step]")).hasText("Pick");
    button("Enable").first().click();

    assertThat(page.locator("[aria-current=step]")).hasText("Detected");
    assertThat(page.getByText("EXPOSE 3000, no HEALTHCHECK")).isVisible();
    assertThat(page.getByLabel("Host name")).hasAttribute("placeholder", "shop.localhost");
    Desk.picture(page, "setup");
    button("Go on to the first push").click();

    assertThat(page.locator("[aria-current=step]")).hasText("First push");
    assertThat(page.locator("[data-sentence]")).hasText("Waiting for the first push");
    assertThat(page.getByText("Nothing has arrived yet?")).isHidden();
    Desk.picture(page, "first-push");
    Repository shop = stage.repositories.all().getFirst();
    assertThat(shop.pipeline()).isNull();
    deploy(shop);
  }

  /** Each step shows up by itself. */
  private void deploy(Repository shop) throws Exception {
    scenes.push(shop, "main", "Ada Lovelace", "Sell lighthouses by the piece");
    assertThat(page.locator("[data-sentence]")).hasText("Build #1 is queued");
    assertThat(page.locator("[data-said]")).hasText("Build #1 is queued");
    Build build = stage.queue().claim(Scenes.WORKER, Duration.ofSeconds(5)).orElseThrow();
    assertThat(page.locator("[data-sentence]")).hasText("Build #1 is running");
    var image = scenes.image(shop);
    scenes.finish(
        build,
        scenes.succeeded(build, image),
        List.of(scenes.release(build, image, ReleaseKind.DEPLOY, null, "")));
    assertThat(page.locator("[data-sentence]")).containsText("is being rolled out");
    scenes.roll(
        Scenes.allTheWay(new Instance("c1", "127.0.0.1", 32_768)), Scenes.detailsAllTheWay());

    assertThat(page.locator("[data-sentence]")).containsText("is live");
    assertThat(page.locator(".journey .url")).hasText("http://shop.localhost:8000");
    assertThat(page.locator(".journey > .done")).hasCount(4);
    Desk.picture(page, "first-push-live");
  }

  @Test
  void whatIsChangedIsKeptAsThePipelineAndShownAgain() throws Exception {
    stage.inspection.dockerfiles =
        List.of(
            new DockerfileFound("Dockerfile", List.of(3000), true, ""),
            new DockerfileFound("api/Dockerfile.prod", List.of(), false, ""));
    Repository shop = scenes.repository(Forge.GIT, "acme/shop");
    visit("/repositories/" + shop.id() + "/setup");

    page.getByText("api/Dockerfile.prod").click();
    assertThat(page.locator("#port-found")).containsText("has no EXPOSE");
    port().fill("9000");
    page.getByLabel("Health path").fill("/up?deep=$1");
    page.getByLabel("Host name").fill("shop.example.com, www.example.com");
    button("Go on to the first push").click();
    assertThat(page.getByText("slipway hook acme/shop > post-receive")).isVisible();

    assertThat(kept(shop).pipeline())
        .isEqualTo(
            """
            # Set up in Slipway. Change it here, or commit it as .slipway.yml.
            build:
              context: api
              dockerfile: Dockerfile.prod
            deploy:
              port: 9000
              healthcheck: "/up?deep=$1"
              hosts: [shop.example.com, www.example.com]
            """);
    visit("/repositories/" + shop.id() + "/setup");
    assertThat(port()).hasValue("9000");
    assertThat(page.getByLabel("Health path")).hasValue("/up?deep=$1");
    assertThat(page.getByLabel("Host name")).hasValue("shop.example.com, www.example.com");
    assertThat(page.locator("[value=\"api/Dockerfile.prod\"]")).isChecked();
  }

  @Test
  void anotherBranchIsLookedAtAndDeploysFromThenOn() throws Exception {
    Repository shop = scenes.repository(Forge.GIT, "acme/shop");
    visit("/repositories/" + shop.id() + "/setup");

    page.getByLabel("Branch that deploys").selectOption("develop");
    page.waitForURL(Pattern.compile("branch=develop"));
    button("Go on to the first push").click();

    assertThat(button("Build develop now")).isVisible();
    assertThat(kept(shop).defaultBranch()).isEqualTo("develop");
  }

  @Test
  void whatCannotBeIsToldBesideItsField() throws Exception {
    tolerated = "422";
    Repository shop = scenes.repository(Forge.GIT, "acme/shop");
    visit("/repositories/" + shop.id() + "/setup");

    port().fill("99999");
    page.getByLabel("Host name").fill("shop_1!");
    button("Go on to the first push").click();

    assertThat(port()).hasAttribute("aria-invalid", "true");
    assertThat(page.getByLabel("Host name")).hasAttribute("aria-invalid", "true");
    assertThat(port()).hasValue("99999");
    assertThat(page.locator(".setup .wrong")).hasCount(2);
    assertThat(kept(shop).pipeline()).isNull();
  }

  @Test
  void aFileInTheRepositoryDecides() throws Exception {
    stage.inspection.pipeline = "deploy:\n  port: 8080\n";
    Repository shop = scenes.repository(Forge.GITHUB, "acme/shop");
    visit("/repositories/" + shop.id() + "/setup");

    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("decides")))
        .containsText(".slipway.yml");
    assertThat(page.getByText("port: 8080")).isVisible();
    assertThat(port()).hasCount(0);
    button("Go on to the first push").click();
    page.waitForURL("**/first");
    assertThat(kept(shop).pipeline()).isNull();
  }

  @Test
  void aRepositoryThatCannotBeReadSaysWhyAndCanBeLookedAtAgain() throws Exception {
    stage.inspection.trouble = "git.example.com refuses the token; give another one";
    Repository shop = scenes.repository(Forge.GIT, "acme/shop");
    visit("/repositories/" + shop.id() + "/setup");

    assertThat(page.getByText("acme/shop could not be read")).isVisible();
    assertThat(page.getByText("git.example.com refuses the token; give another one.")).isVisible();
    stage.inspection.trouble = "";
    stage.inspection.branches = List.of();
    page.getByText("Look again").click();
    assertThat(page.getByText("The repository has no branch yet")).isVisible();
  }

  @Test
  void whereNothingArrivesHelpComesAfterAWhileAndABuildCanBeAskedFor() throws Exception {
    Repository shop = scenes.repository(Forge.GITHUB, "acme/shop");
    page.clock().install();
    visit("/repositories/" + shop.id() + "/first");
    assertThat(page.getByText("Nothing has arrived yet?")).isHidden();
    page.clock().fastForward(61_000);
    assertThat(page.getByText("Nothing has arrived yet?")).isVisible();
    Desk.picture(page, "first-push-late");
    page.clock().resume();

    button("Build main now").click();

    assertThat(page.locator("[data-sentence]")).hasText("Build #1 is queued");
    assertThat(page.getByText("Nothing has arrived yet?")).isHidden();
  }
}
