package dev.slipway.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.KeyboardModifier;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.StepReport.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log of a build in a real browser. */
class LogViewerIT {
  private static Desk desk;
  private Stage stage;
  private LogScenes scenes;
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
    scenes = new LogScenes(stage);
    page = desk.open(stage, 1280, 900);
  }

  @AfterEach
  void close() {
    BrowserContext context = page.context();
    context.close();
    stage.close();
    desk.listen(tolerated);
  }

  @Test
  void whatWentWellIsFoldedAndWhatFailedIsOpenWithTheCountOfItsErrors() throws Exception {
    visit(scenes.failed(), "");
    assertThat(head("checkout")).hasAttribute("aria-expanded", "false");
    assertThat(head("unit")).hasAttribute("aria-expanded", "true");
    assertThat(head("unit").locator(".errors")).hasText("3 errors");
    head("unit").click();
    assertThat(lines()).hasCount(0);
    head("unit").focus();
    page.keyboard().press("Enter");
    assertThat(line(84)).containsText("totals are rounded per line");
  }

  @Test
  void theShapeOfTheLogIsAskedForOnceAndBeforeTheScriptsRun() throws Exception {
    List<String> asked = new ArrayList<>();
    page.onRequest(request -> asked.add(request.url().replaceAll("^.*/", "")));
    visit(scenes.failed(), "");
    assertThat(line(84)).isVisible();
    assertThat(asked).containsOnlyOnce("outline");
    assertThat(page.locator("link[rel=preload]"))
        .hasAttribute("href", Pattern.compile("/log/outline$"));
  }

  @Test
  void groupsOfEveryKindAreFoldedWithTheirTimes() throws Exception {
    visit(scenes.failed(), "");
    assertThat(group("Install 214 packages")).hasAttribute("aria-expanded", "false");
    assertThat(group("Build the image")).hasAttribute("aria-expanded", "true");
    assertThat(group("[1/3] FROM")).containsText("CACHED");
    assertThat(group("[2/3] RUN npm run build")).containsText("1.3 s");
    assertThat(group("Unit tests")).hasAttribute("aria-expanded", "false");
    assertThat(group("Integration tests")).hasAttribute("aria-expanded", "true");
    assertThat(page.locator("section.log")).not().containsText("endgroup");
    assertThat(page.locator("section.log")).not().containsText("section_");
    group("[2/3] RUN npm run build").click();
    assertThat(line(14)).containsText("built in 788ms");
  }

  @Test
  void coloursAreShownProgressIsItsLastStateAndNothingElseOfATerminalIsUnderstood()
      throws Exception {
    visit(scenes.failed(), "");
    for (String look : List.of("bold", "dim", "italic", "underline", "inverse")) {
      assertThat(line(81).locator(".a-" + look)).hasText(look);
    }
    assertThat(line(81).getByText("256 colours")).hasCSS("--own", "rgb(175, 135, 255)");
    assertThat(line(81).getByText("true colour")).hasCSS("--own", "rgb(220, 90, 20)");
    assertThat(text(82)).hasText("download 100%");
    assertThat(text(90))
        .hasText(
            "see http://ci.example.com/report?id=1&x=<b>, javascript:alert(1) and reversed text");
    assertThat(text(90).locator("a")).hasCount(1);
    assertThat(text(90).locator("a")).hasAttribute("href", "http://ci.example.com/report?id=1&x=");
    assertThat(text(90).locator("b")).hasCount(0);
  }

  @Test
  void theFirstErrorIsOneKeyAway() throws Exception {
    visit(scenes.failed(), "");
    assertThat(page.locator(".trouble")).containsText("totals are rounded per line");
    assertThat(page.locator(".trouble a")).hasText("See the log, line 84");
    page.keyboard().press("e");
    assertThat(line(84)).hasClass(Pattern.compile("marked"));
    assertThat(page).hasURL(Pattern.compile("#L84$"));
  }

  @Test
  void aLinkToLinesUnfoldsAndMarksThemAndTheyCanBeCopied() throws Exception {
    visit(scenes.failed(), "#L20-L22");
    assertThat(page.locator(".l.marked")).hasCount(3);
    assertThat(line(20)).isInViewport();
    assertThat(page.locator(".chosen b")).hasText("Lines 20 to 22");
    button("Copy as Markdown").click();
    assertThat(button("Copied")).isVisible();
    assertThat(clipboard())
        .contains("lines 20 to 22](http")
        .contains("#L20-L22)\n\n```text\n✓ cart keeps")
        .endsWith("```\n");
    line(25).locator("a").click(new Locator.ClickOptions().setModifiers(shift()));
    assertThat(page.locator(".chosen b")).hasText("Lines 20 to 25");
    assertThat(page.locator(".l.marked")).hasCount(6);
    assertThat(page).hasURL(Pattern.compile("#L20-L25$"));
  }

  @Test
  void searchGoesThroughTheWholeLogAndMarksItsHits() throws Exception {
    visit(scenes.failed(), "");
    page.keyboard().press("/");
    page.keyboard().type("TOTALS");
    page.keyboard().press("Enter");
    assertThat(found()).hasText("1 of 3");
    assertThat(line(84)).hasClass(Pattern.compile("hit"));
    page.keyboard().press("Enter");
    assertThat(line(86)).hasClass(Pattern.compile("hit"));
    page.keyboard().press("Shift+Enter");
    assertThat(found()).hasText("1 of 3");
    assertThat(page.locator(".rail")).isVisible();
    page.getByLabel("Match case").click();
    assertThat(found()).hasText("Nothing found");
    page.getByLabel("Regular expression").click();
    page.getByPlaceholder("Find in log").fill("case [1-3],");
    page.keyboard().press("Enter");
    assertThat(found()).hasText("1 of 3");
    assertThat(line(18)).isInViewport();
    page.getByPlaceholder("Find in log").fill("(");
    page.keyboard().press("Enter");
    assertThat(found()).containsText("is no pattern");
    tolerated = "422";
  }

  @Test
  void aHitIsBroughtIntoViewAlsoWhereTheLogBeginsBelowIt() throws Exception {
    page.setViewportSize(360, 500);
    visit(scenes.failed(), "");
    page.getByPlaceholder("Find in log").fill("npm ci");
    page.keyboard().press("Enter");
    assertThat(found()).hasText("1 of 1");
    assertThat(line(2)).isInViewport();
    page.getByPlaceholder("Find in log").fill("case [1-3],");
    page.getByLabel("Regular expression").click();
    assertThat(found()).hasText("1 of 3");
    assertThat(line(18)).isInViewport();
  }

  @Test
  void timesAreShownSinceTheStartByTheClockOrNotAtAll() throws Exception {
    visit(scenes.failed(), "");
    assertThat(line(84).locator("time")).isHidden();
    page.keyboard().press("t");
    assertThat(line(84).locator("time")).hasText("0.59 s");
    page.keyboard().press("t");
    assertThat(line(84).locator("time")).hasText(Pattern.compile("\\d\\d:\\d\\d:\\d\\d"));
    page.reload();
    assertThat(line(84).locator("time")).hasText(Pattern.compile("\\d\\d:\\d\\d:\\d\\d"));
    page.keyboard().press("t");
    assertThat(line(84).locator("time")).isHidden();
  }

  @Test
  void aLogOf200000LinesIsFollowedWhileItGrowsAndOnlyAWindowOfItIsInThePage() throws Exception {
    Build build = scenes.running("growing");
    visit(build, "");
    for (int from = 2; from < 200_000; from += 20_000) {
      stage.write(build, "unit", numbered(from, Math.min(200_000, from + 19_999)));
      assertThat(line(Math.min(200_000, from + 19_999))).isInViewport();
    }
    assertThat(lines().count()).isLessThan(200);
    assertThat(button("Following")).isVisible();

    page.mouse().move(640, 500);
    page.mouse().wheel(0, -5000);
    assertThat(button("Follow")).isVisible();
    String seen = firstSeen();
    stage.write(build, "unit", numbered(200_001, 201_000));
    assertThat(line(201_000)).hasCount(0);
    assertThat(firstSeen()).isEqualTo(seen);
    page.keyboard().press("End");
    assertThat(line(201_000)).isInViewport();
    assertThat(button("Following")).isVisible();
    stage.write(build, "unit", numbered(201_001, 201_002));
    assertThat(line(201_002)).isInViewport();
    assertInOrder();
  }

  @Test
  void aFinishedLogIsScrolledAnywhereWithItsLinesInOrder() throws Exception {
    visit(scenes.huge(50_000), "");
    for (double part : new double[] {0.5, 0.1, 0.9, 0.33}) {
      page.evaluate("part => scrollTo(0, document.documentElement.scrollHeight * part)", part);
      page.waitForCondition(() -> Math.abs(Integer.parseInt(firstSeen()) - 50_000 * part) < 500);
      assertThat(page.locator(".l.blank")).hasCount(0);
      assertInOrder();
    }
    page.keyboard().press("e");
    assertThat(line(49_900)).isInViewport();
    assertThat(lines().count()).isLessThan(200);
  }

  @Test
  void rowsThatWrapDoNotJumpAndEndWhereTheLogEnds() throws Exception {
    Build build = scenes.running("wrapping");
    stage.write(
        build,
        "unit",
        IntStream.rangeClosed(2, 3000).mapToObj(n -> "word ".repeat(n * 7 % 90) + n).toList());
    page.setViewportSize(360, 740);
    visit(build, "#L1500");
    assertThat(line(1500)).isInViewport();
    for (int i = 0; i < 30; i++) {
      double before = line(1500).boundingBox().y;
      page.mouse().move(180, 500);
      page.mouse().wheel(0, i % 2 == 0 ? -120 : 120);
      page.waitForCondition(() -> line(1500).boundingBox().y != before);
      assertThat(Math.abs(line(1500).boundingBox().y - before)).isBetween(110.0, 130.0);
    }
    awaitRest();
    page.keyboard().press("End");
    assertThat(line(3000)).isInViewport();
    awaitRest();
    page.keyboard().press("Home");
    assertThat(head("checkout")).isInViewport();
    assertInOrder();
  }

  @Test
  void aLostNetworkAndARestartedServerLeaveNoGapAndRepeatNothing() throws Exception {
    tolerated = "ERR_";
    Build build = scenes.running("shaky");
    visit(build, "");
    stage.write(build, "unit", numbered(2, 10));
    assertThat(line(10)).isVisible();
    stage.interrupt(() -> {
      stage.write(build, "unit", numbered(11, 15));
      assertThat(page.locator(".state")).containsText("Connection lost");
    });
    assertThat(line(15)).isVisible(patiently());
    assertThat(page.locator(".state")).isHidden();
    page.context().setOffline(true);
    stage.interrupt(() -> {});
    stage.write(build, "unit", numbered(16, 20));
    assertThat(page.locator(".state")).containsText("Connection lost");
    page.context().setOffline(false);
    assertThat(line(20)).isVisible(patiently());
    page.reload();
    stage.write(build, "unit", numbered(21, 25));
    scenes.report(build, scenes.step(build, "unit", Status.FAILED));
    scenes.end(build, "unit");
    assertThat(line(25)).isVisible(patiently());
    assertThat(lines()).hasCount(24, new HasCountOptions().setTimeout(20_000));
    assertInOrder();
  }

  private void visit(Build build, String hash) {
    page.navigate(stage.url("/builds/" + build.id()) + hash);
    assertThat(page.locator("section.log.filled .window > *").first()).isVisible();
  }

  /** A wheel's turn goes on for some frames, in which it would win over a key. */
  private void awaitRest() {
    page.evaluate(
        """
        () => new Promise(done => {
          let last;
          let same = 0;
          const look = () => {
            same = scrollY === last ? same + 1 : 0;
            last = scrollY;
            if (same > 10) done();
            else requestAnimationFrame(look);
          };
          look();
        })
        """);
  }

  /** The numbers of the lines that are in the page follow one another. */
  private void assertInOrder() {
    List<Integer> numbers = new ArrayList<>();
    for (String text : page.locator("section.log .l > a").allTextContents()) {
      numbers.add(Integer.valueOf(text));
    }
    assertThat(numbers).isNotEmpty();
    int first = numbers.getFirst();
    assertThat(numbers).isEqualTo(IntStream.range(first, first + numbers.size()).boxed().toList());
  }

  /** The number of the first line that is wholly in view; 0 where there is none just now. */
  private String firstSeen() {
    return (String)
        page.evaluate(
            """
            () => [...document.querySelectorAll('section.log .l')].find(line =>
              line.getBoundingClientRect().top >= document.querySelector('.bar')
                .getBoundingClientRect().bottom)?.querySelector('a').textContent ?? '0'
            """);
  }

  private Locator lines() {
    return page.locator("section.log .l");
  }

  private Locator line(int number) {
    return page.locator("section.log .l:has(> a[href=\"#L" + number + "\"])");
  }

  private Locator text(int number) {
    return line(number).locator("> span");
  }

  private Locator head(String step) {
    return page.locator("section.log .fold[data-step=\"" + step + "\"]");
  }

  private Locator group(String title) {
    return page.locator("section.log .group", new Page.LocatorOptions().setHasText(title));
  }

  private Locator found() {
    return page.locator(".find output");
  }

  private Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private String clipboard() {
    return (String) page.evaluate("navigator.clipboard.readText()");
  }

  private static List<KeyboardModifier> shift() {
    return List.of(KeyboardModifier.SHIFT);
  }

  private static List<String> numbered(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(n -> "parcel " + n).toList();
  }

  private static IsVisibleOptions patiently() {
    return new IsVisibleOptions().setTimeout(20_000);
  }
}
