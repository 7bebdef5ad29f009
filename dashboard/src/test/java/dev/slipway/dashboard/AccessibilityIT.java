package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitUntilState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every page with axe-core: light and dark, on a desk, on a telephone and at twice the size. The
 * script is run from outside, as the pages' content security policy lets no page load it.
 *
 * @see <a href="https://github.com/dequelabs/axe-core">axe-core</a>
 */
class AccessibilityIT {
  private static final int WIDE = 1280;
  private static final int NARROW = 360;

  /** Half of {@link #WIDE}, as a browser has it that shows everything twice as large. */
  private static final int ZOOMED = 640;

  private static final String RULES =
      """
      async rules => {
        const options = { resultTypes: ['violations'] };
        if (rules.length) options.runOnly = { type: 'rule', values: rules };
        const { violations } = await axe.run(document, options);
        return violations.filter(one => ['serious', 'critical'].includes(one.impact)).flatMap(
          one => one.nodes.slice(0, 5).map(
            node => `${one.id}: ${node.target.join(' ')}: ${node.failureSummary}`));
      }
      """;

  private static final List<String> COLOURS = List.of("color-contrast");

  private static Stage stage;
  private static Desk desk;
  private static String axe;

  @BeforeAll
  static void open() throws Exception {
    stage = new Stage();
    ShowStage.fill(stage);
    desk = new Desk();
    axe = script();
  }

  @AfterAll
  static void close() {
    desk.close();
    stage.close();
  }

  private static String script() throws IOException {
    try (InputStream file = AccessibilityIT.class.getResourceAsStream("/axe.min.js")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void everyRouteThatServesPagesIsLookedAt() {
    assertThat(EveryPage.of(stage).keySet())
        .containsExactlyInAnyOrderElementsOf(EveryPage.routes(stage));
    assertThat(EveryPage.of(stage).values()).noneMatch(List::isEmpty);
  }

  @Test
  void everyPageCanBeReadByEverybodyAndFitsTheScreen() {
    Page page = desk.open(stage, WIDE, 900);
    List<String> wrong = new ArrayList<>();
    EveryPage.of(stage).values().stream()
        .flatMap(List::stream)
        .forEach(path -> wrong.addAll(look(page, path)));
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyPageFitsAtTwiceTheSize() {
    Page page = desk.open(stage, ZOOMED, 450, 2);
    List<String> wrong = new ArrayList<>();
    for (List<String> paths : EveryPage.of(stage).values()) {
      visit(page, paths.getFirst());
      tell(wrong, paths.getFirst() + " at twice the size", violations(page, List.of()));
      wrong.addAll(overflow(page, paths.getFirst()));
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void pagesWithNothingOnThemAndDialogsCanBeReadToo() throws Exception {
    List<String> wrong = new ArrayList<>();
    try (Stage empty = new Stage()) {
      Page page = desk.open(empty, WIDE, 900);
      for (String path :
          List.of("/", "/builds", "/queue", "/services", "/repositories", "/deliveries", "/gone")) {
        page.navigate(empty.url(path).toString());
        page.evaluate(axe);
        tell(wrong, "empty " + path, violations(page, List.of()));
      }
      for (String key : List.of("Control+k", "?")) {
        page.navigate(empty.url("/builds").toString());
        page.keyboard().press(key);
        page.locator("dialog[open]").waitFor();
        page.evaluate(axe);
        tell(wrong, key, violations(page, List.of()));
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static List<String> look(Page page, String path) {
    List<String> wrong = new ArrayList<>();
    page.setViewportSize(WIDE, 900);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    visit(page, path);
    tell(wrong, path, violations(page, List.of()));
    wrong.addAll(overflow(page, path));
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    tell(wrong, path + " in the dark", violations(page, COLOURS));
    page.setViewportSize(NARROW, 740);
    tell(wrong, path + " on a telephone in the dark", violations(page, List.of()));
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    tell(wrong, path + " on a telephone", violations(page, COLOURS));
    wrong.addAll(overflow(page, path + " on a telephone"));
    return wrong;
  }

  private static void visit(Page page, String path) {
    page.navigate(
        stage.url(path).toString(),
        new Page.NavigateOptions().setWaitUntil(WaitUntilState.DOMCONTENTLOADED));
    if (path.startsWith("/builds/")) {
      page.waitForFunction(
          "() => document.querySelector('.log.filled') || !/Loading/.test(document.querySelector('.wait').textContent)");
    }
    page.evaluate(axe);
  }

  private static List<?> violations(Page page, List<String> rules) {
    return (List<?>) page.evaluate(RULES, rules);
  }

  private static void tell(List<String> wrong, String where, List<?> violations) {
    violations.forEach(violation -> wrong.add(where + ": " + violation));
  }

  private static List<String> overflow(Page page, String where) {
    Object beyond =
        page.evaluate(
            """
            () => Math.max(0,
              document.documentElement.scrollWidth - document.documentElement.clientWidth)
            """);
    return beyond.equals(0) ? List.of() : List.of(where + " is " + beyond + " px too wide");
  }
}
