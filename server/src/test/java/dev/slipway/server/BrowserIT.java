package dev.slipway.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.slipway.core.source.Forge;
import dev.slipway.webhook.forge.testing.FakeForge;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard in a real browser, beside a server that really builds. */
class BrowserIT {
  private static final int LINES = 25;
  private static final double PATIENCE_MILLIS = 60_000;
  private static final String TALKATIVE =
      "RUN for i in $(seq 1 " + LINES + "); do echo parcel $i; sleep 0.2; done";
  private static final String BREWING =
      """
      COPY . /www
      CMD ["sh", "-c", "(while sleep 1; do printf '\\\\033[32mbrewed\\\\033[0m\\\\n'; done) & \
      exec httpd -f -p 9000 -h /www"]
      """;
  private static final List<String> FLAGS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  /** A folder for pictures of what is tested; none are taken without it. */
  private static final String PICTURES = System.getProperty("slipway.pictures", "");

  private static RunningSlipway slipway;
  private static Playwright playwright;
  private static Browser browser;

  @TempDir Path folder;
  private final List<String> complaints = new ArrayList<>();
  private BrowserContext context;
  private Page page;

  @BeforeAll
  static void start() throws Exception {
    slipway = RunningSlipway.start();
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of("/usr/bin/chromium"))
                    .setArgs(FLAGS));
  }

  @AfterAll
  static void stop() throws Exception {
    try {
      playwright.close();
    } finally {
      slipway.close();
    }
  }

  @BeforeEach
  void signIn() {
    context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1440, 900));
    page = context.newPage();
    page.setDefaultTimeout(PATIENCE_MILLIS);
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") || message.type().equals("warning")) {
        complaints.add(message.text());
      }
    });
    page.onPageError(complaints::add);
    page.navigate(slipway.api().url("/builds").toString());
    page.getByLabel("Token").fill(Api.TOKEN);
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.HEADING, heading("Builds"))).isVisible(patiently());
  }

  @AfterEach
  void closeAndListen() {
    context.close();
    // A violated content security policy is an error on the console too.
    assertThat(complaints).isEmpty();
  }

  @Test
  void theLogOfARunningBuildIsFollowedLiveAndReloadedWithoutAGap() throws Exception {
    Developer ann = slipway.developer("talkative");
    String build = ann.site("parcels", TALKATIVE).push();
    page.navigate(slipway.api().url("/builds/" + build).toString());
    awaitParcel(3);
    assertThat(running(build)).isTrue();
    awaitParcel(8);
    picture("build-running");
    page.reload();
    awaitParcel(12);
    assertThat(running(build)).isTrue();
    awaitParcel(LINES);
    assertThat(page.locator("section.log .fold", stepOf("RUN")).locator(".status.succeeded"))
        .isVisible(patiently());
    assertThat(parcels())
        .isEqualTo(IntStream.rangeClosed(1, LINES).mapToObj(n -> "parcel " + n).toList());
    slipway.api().awaitDeployment(build, "live");
    assertThat(page.locator(".sentence .status.succeeded")).isVisible(patiently());
    picture("build-ended");
  }

  @Test
  void aRollbackIsOneDialogAwayAndSeenToGoLive() throws Exception {
    Developer ann = slipway.developer("regrets");
    ann.goLive(slipway.api(), "one");
    ann.goLive(slipway.api(), "two");
    String service = slipway.api().service(ann.service()).get("id").asText();
    page.navigate(slipway.api().url("/services/" + service).toString());
    picture("service");
    button(page.locator("main"), "Roll back to v1").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    picture("service-dialog");
    dialog.getByLabel("Reason").fill("the old one was nicer");
    button(dialog, "Roll back").click();
    Locator newest = page.locator("ol.releases > li").first();
    assertThat(newest)
        .containsText(
            "v3", new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MILLIS));
    assertThat(newest.locator(".status.live")).isVisible(patiently());
    assertThat(newest).containsText("the old one was nicer");
    assertThat(Api.visit(slipway.edgePort(), ann.host(), "/").body()).isEqualTo("one");
    picture("service-after");
  }

  @Test
  void aRepositoryIsSetUpOnItsPagesAndItsServiceIsWatchedLive() throws Exception {
    Developer ann = slipway.developer("teahouse");
    ann.file("api/index.html", "tea").file("api/Dockerfile.prod", Developer.FROM + BREWING).push();
    String id = repository("acme/teahouse");
    page.navigate(slipway.api().url("/repositories/" + id + "/setup").toString());
    assertThat(page.getByText("no EXPOSE, no HEALTHCHECK")).isVisible(patiently());
    page.getByLabel("Port (").fill("9000");
    picture("setup");
    button(page.locator("main"), "Go on to the first push").click();
    button(page.locator("main"), "Build main now").click();

    assertThat(page.locator("[data-sentence]"))
        .hasText(
            "teahouse is live", new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE_MILLIS));
    picture("first-push");
    assertThat(Api.visit(slipway.edgePort(), ann.host(), "/").body()).isEqualTo("tea");
    page.locator(".journey a[href^='/services/']").first().click();
    assertThat(page.locator(".flow .m .a-fg2").first()).hasText("brewed");
    assertThat(page.locator("[data-figure=memory] output").first())
        .hasText(Pattern.compile("\\d [KM]iB"));
    picture("service-live");
  }

  @Test
  void aForksBuildIsApprovedFromTheListOfDeliveriesByTwoClicks() throws Exception {
    String name = "acme/stranger";
    try (FakeForge forge = FakeForge.start(Forge.GITHUB)) {
      forge.addRepository(name, true, true);
      String account = Onboarded.connect(slipway.api(), forge);
      Onboarded repository = Onboarded.enable(slipway, account, name);
      String sha = repository.push(folder, "refs/pull/7/head");
      page.navigate(slipway.api().url("/deliveries?repository=" + name).toString());

      String opened = Payloads.pullRequestFromFork(name, "opened", sha);
      assertThat(forge.deliver(name, "pull_request", opened)).isEqualTo(202);

      assertThat(page.locator("ol.deliveries .status.waiting")).isVisible(patiently());
      page.locator("ol.deliveries .title").click();
      assertThat(page.locator("h1")).hasText("Pull request #7 waits for an approval");
      picture("delivery-waiting");
      page.locator(".verdict a").click();
      button(page.locator("main"), "Run commit " + sha.substring(0, 7) + " of pull request #7")
          .click();

      assertThat(page.locator(".sentence .status.succeeded")).isVisible(patiently());
      page.navigate(slipway.api().url("/deliveries?repository=" + name).toString());
      assertThat(page.locator("ol.deliveries .status .word")).hasText("built");
      assertThat(forge.faults()).isEmpty();
    }
  }

  @Test
  void aDeliveryIsSimulatedWithTheFileOfItsCommitAndReplayed() throws Exception {
    Developer ann = slipway.developer("again");
    String build = ann.site("again").file(".slipway.yml", "# ours\ndeploy:\n  port: 8080\n").push();
    slipway.api().awaitDeployment(build, "live");
    page.navigate(slipway.api().url("/deliveries?repository=acme/again").toString());
    page.locator("ol.deliveries .title").click();
    Locator file = page.getByLabel("Pipeline file");
    assertThat(file).hasValue("# ours\ndeploy:\n  port: 8080\n");
    file.fill("deploy:\n  prot: 8080\n");
    button(page.locator("main"), "Simulate").click();
    assertThat(page.locator(".trial")).containsText("Would fail: 1 problem");
    assertThat(page.locator(".trial")).containsText("port");
    picture("delivery-simulated");

    button(page.locator("main"), "Replay").click();

    assertThat(page.getByText("Replay of an earlier delivery")).isVisible(patiently());
    assertThat(page.locator("ol.decisions")).containsText("Is it new?");
    picture("delivery-replayed");
    assertThat(slipway.api().items("/api/v1/deliveries?repository=acme%2Fagain")).hasSize(2);
  }

  private void awaitParcel(int number) {
    // A folded step shows nothing: what has ended well is closed unless it was being read.
    Locator line =
        page.locator(
            "section.log .l",
            new Page.LocatorOptions().setHasText(Pattern.compile("parcel " + number + "$")));
    assertThat(line)
        .hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE_MILLIS));
  }

  private List<String> parcels() {
    return page.locator("section.log .l > span").allTextContents().stream()
        .map(text -> text.substring(Math.max(0, text.lastIndexOf("parcel "))))
        .filter(text -> text.matches("parcel \\d+"))
        .toList();
  }

  private static String repository(String name) throws IOException, InterruptedException {
    return slipway.api().items("/api/v1/repositories").stream()
        .filter(each -> each.get("name").asText().equals(name))
        .findFirst()
        .orElseThrow()
        .get("id")
        .asText();
  }

  private static boolean running(String build) throws IOException, InterruptedException {
    return slipway.api().build(build).get("status").asText().equals("running");
  }

  /** In light and dark, on a desk and on a telephone. */
  private void picture(String name) {
    if (PICTURES.isEmpty()) {
      return;
    }
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      for (int width : new int[] {1440, 390}) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.setViewportSize(width, 900);
        String file = name + "-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + width;
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(PICTURES, file + ".png")));
      }
    }
    page.setViewportSize(1440, 900);
  }

  private static Locator button(Locator within, String name) {
    return within.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Page.GetByRoleOptions heading(String text) {
    return new Page.GetByRoleOptions().setName(text).setExact(true);
  }

  private static Page.LocatorOptions stepOf(String text) {
    return new Page.LocatorOptions().setHasText(text);
  }

  private static LocatorAssertions.IsVisibleOptions patiently() {
    return new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MILLIS);
  }
}
