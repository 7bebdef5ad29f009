package dev.slipway.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Target.Usage;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The containers of a service, what they use and what they write, in a real browser. */
class ServiceLiveIT {
  private static Desk desk;
  private Stage stage;
  private Page page;
  private ServiceId service;
  private Instance live;
  private Instance fresh;
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
    ShowRollouts rollouts = new ShowRollouts(stage, new Scenes(stage));
    service = rollouts.canary();
    live = rollouts.running.getFirst();
    fresh = rollouts.running.getLast();
    page = desk.open(stage, 1280, 900);
  }

  @AfterEach
  void close() {
    page.context().close();
    stage.close();
    desk.listen(tolerated);
  }

  private void visit() {
    page.navigate(stage.url("/services/" + service).toString());
  }

  private Locator row(Instance container) {
    return page.locator("[data-container=\"" + container.id() + "\"]");
  }

  private Locator lines() {
    return page.locator(".flow .m");
  }

  private Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }

  @Test
  void whatContainersUseIsDrawnAndWrittenAsItComes() {
    stage.place.run(live);
    visit();
    assertThat(row(live).locator(".condition")).hasText("running");
    double height = row(live).boundingBox().height;

    stage.place.use(live, new Usage(250, 100L << 20, 512L << 20, 7, 0, 0));
    stage.place.use(live, new Usage(1_500, 200L << 20, 512L << 20, 7, 0, 0));

    Locator cpu = row(live).locator("[data-figure=cpu]");
    assertThat(cpu.locator("output")).hasText("1.50 cores");
    assertThat(row(live).locator("[data-figure=memory] output")).hasText("200 MiB / 512 MiB");
    assertThat(cpu.locator("path")).hasAttribute("d", Pattern.compile("M.*L120\\.0 "));
    assertThat(
            page.getByRole(
                AriaRole.IMG,
                new Page.GetByRoleOptions()
                    .setName("CPU of " + live.id().substring(0, 12) + ", the last two minutes")))
        .isVisible();
    assertThat(row(live).boundingBox().height).isEqualTo(height);
    Desk.picture(page, "service");
  }

  @Test
  void aContainerThatJoinsHasARowAndLosesItWhenItIsGone() {
    stage.place.run(live);
    stage.place.run(fresh);
    visit();
    stage.place.use(fresh, new Usage(10, 1L << 20, 0, 1, 0, 0));

    assertThat(row(fresh)).containsText("not of the live release");
    stage.place.remove(fresh);
    assertThat(row(fresh)).hasCount(0, new HasCountOptions().setTimeout(20_000));
    assertThat(row(live)).hasCount(1);
  }

  @Test
  void figuresRestWhileThePageIsNotSeenAndGoOnAfterwards() throws Exception {
    stage.place.run(live);
    visit();
    stage.place.use(live, new Usage(250, 100L << 20, 0, 7, 0, 0));
    assertThat(row(live).locator("[data-figure=cpu] output")).hasText("25 %");

    seen("hidden");
    assertThat(stage.place.isUseLeft(live)).isTrue();
    seen("visible");
    stage.place.use(live, new Usage(500, 100L << 20, 0, 7, 0, 0));

    assertThat(row(live).locator("[data-figure=cpu] output")).hasText("50 %");
  }

  private void seen(String state) {
    page.evaluate(
        "state => { Object.defineProperty(document, 'visibilityState', { configurable: true,"
            + " value: state }); document.dispatchEvent(new Event('visibilitychange')); }",
        state);
  }

  @Test
  void linesOfAllContainersAreMergedEachWithTheNameOfItsContainer() {
    stage.place.run(live, "one", "\u001b[32mtwo\u001b[39m <b>not bold</b>");
    stage.place.run(fresh, "hello");
    visit();
    assertThat(lines()).hasCount(3);
    stage.place.write(live, "three");

    assertThat(lines()).hasCount(4);
    Locator last = lines().last();
    assertThat(last.locator(".from")).hasText(live.id().substring(0, 8));
    assertThat(last).containsText("three");
    assertThat(page.locator(".flow .a-fg2")).hasText("two");
    assertThat(page.locator(".flow b")).hasCount(0);

    page.locator(".merged select").selectOption(fresh.id());
    assertThat(lines()).hasCount(1);
    assertThat(lines()).containsText("hello");
    page.locator(".merged select").selectOption("");
    assertThat(lines()).hasCount(4);
  }

  @Test
  void aFloodOfLinesLeavesAWindowOfThemInThePageAndTheRestWithinReach() {
    stage.place.run(live);
    visit();
    for (int i = 1; i <= 3_000; i++) {
      stage.place.write(live, "line " + i);
    }
    assertThat(lines().last()).containsText("line 3000");
    assertThat(lines().count()).isLessThanOrEqualTo(500);

    page.locator(".flow").evaluate("it => { it.scrollTop = 0; }");
    assertThat(button("Follow")).hasAttribute("aria-pressed", "false");
    for (int i = 0; i < 30 && !page.locator(".flow").textContent().contains("line 1000"); i++) {
      page.locator(".flow").evaluate("it => { it.scrollTop = 0; }");
      page.evaluate("() => new Promise(done => requestAnimationFrame(done))");
    }
    assertThat(page.locator(".flow")).containsText("line 1000");
    assertThat(lines().count()).isLessThanOrEqualTo(700);

    stage.place.write(live, "the newest");
    assertThat(page.locator("[data-follow]")).containsText("new");
    assertThat(page.locator(".flow")).not().containsText("the newest");
    page.locator("[data-follow]").click();
    assertThat(lines().last()).containsText("the newest");
    assertThat(page.locator("[data-follow]")).hasText("Follow");
  }

  @Test
  void aLostConnectionIsShownAndResumedWithoutGapOrRepeat() throws Exception {
    tolerated = "Failed to load resource: net::ERR_";
    stage.place.run(live, "one", "two");
    visit();
    stage.place.write(live, "three");
    assertThat(lines()).hasCount(3);
    Locator state = page.locator(".merged .state");

    stage.interrupt(() -> {
      assertThat(state).containsText("Connection lost");
      stage.place.writeAnyway(live, "four");
      stage.place.writeAnyway(live, "four");
    });

    assertThat(lines()).hasCount(5, new HasCountOptions().setTimeout(30_000));
    assertThat(state).isHidden();
    assertThat(lines().allTextContents().stream().map(text -> text.substring(8)).toList())
        .containsExactly("one", "two", "three", "four", "four");
  }

  @Test
  void figuresOfARolloutUnderWatchGoOnByThemselves() {
    ShowContainers.report(stage, service, 5, 4, 0);
    visit();
    Locator figures = page.locator("[data-release=\"5\"] td");
    assertThat(page.locator("[data-watch]")).containsText("step 2 of 3");
    assertThat(figures.first()).hasText("1,204");

    ShowContainers.report(stage, service, 5, 4, 1);

    assertThat(figures.first()).hasText("1,215");
    assertThat(figures.nth(1)).hasText("3 (0.2 %)");
  }

  @Test
  void pausingAsksWhatAndWhyAndResumingEndsIt() {
    visit();
    button("Pause").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    dialog.getByLabel("Requests wait at the edges").check();
    dialog.getByLabel("Reason").fill("the tables move");
    dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Pause")).click();

    assertThat(page.getByText("Requests wait at the edges until somebody resumes")).isVisible();
    assertThat(page.getByText("The tables move")).isVisible();
    button("Resume").click();
    assertThat(button("Pause")).isVisible();
  }

  @Test
  void theDialogOfARollbackSaysWhatWillChange() {
    visit();
    button("Roll back to v3").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog).containsText("Roll tides back to v3?");
    assertThat(
            dialog.locator("tbody tr").filter(new Locator.FilterOptions().setHasText("Replicas")))
        .containsText("3");
    page.keyboard().press("Escape");
    assertThat(dialog).isHidden();
  }
}
