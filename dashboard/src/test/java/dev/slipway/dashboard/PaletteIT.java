package dev.slipway.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.core.build.Build;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Repository;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everything by keyboard: the palette, and the shortcuts. */
class PaletteIT {
  private static Desk desk;
  private Stage stage;
  private Build first;
  private Build running;
  private Page page;

  @BeforeAll
  static void start() {
    desk = new Desk();
  }

  @BeforeEach
  void open() throws Exception {
    stage = new Stage();
    Scenes scenes = new Scenes(stage);
    Repository shop = scenes.repository(Forge.GITHUB, "acme/shop");
    Build build = scenes.run(shop, "main", "Ada Lovelace", "Sell lighthouses");
    first = scenes.finish(build, scenes.succeeded(build, scenes.image(shop)), List.of());
    running = scenes.run(shop, "carts", "Grace Hopper", "<img src=x> in a cart");
    page = desk.open(stage, 1280, 900);
    page.navigate(stage.url("/builds").toString());
    assertThat(page.getByText("Sell lighthouses")).isVisible();
  }

  @AfterEach
  void leave() {
    page.context().close();
    stage.close();
    desk.listen("");
  }

  @AfterAll
  static void close() {
    desk.close();
  }

  private Locator palette() {
    return page.getByRole(AriaRole.COMBOBOX, named("Find pages"));
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private Locator options() {
    return page.locator(".palette").getByRole(AriaRole.OPTION);
  }

  private Locator option(String text) {
    return options().filter(new Locator.FilterOptions().setHasText(text));
  }

  @Test
  void aPageIsReachedByAFewLetters() {
    page.keyboard().press("Control+k");
    assertThat(palette()).isFocused();
    page.keyboard().type("deliv");
    assertThat(option("Deliveries")).hasAttribute("aria-selected", "true");
    page.keyboard().press("Enter");
    page.waitForURL("**/deliveries");
  }

  @Test
  void buildsAreFoundByNumberBranchCommitAndTitle() {
    page.keyboard().press("Control+k");
    String sha = first.request().commit().sha().hex();
    for (String words :
        List.of("#1", "shop main", sha.substring(0, 9), "lighthouses", "lovelace")) {
      palette().fill(words);
      assertThat(option("Sell lighthouses").first()).isVisible();
    }
    palette().fill("acme lighth");
    assertThat(options()).hasCount(1);
    page.keyboard().press("Enter");
    page.waitForURL("**/builds/" + first.id());
  }

  @Test
  void theArrowsMoveTheChoiceAndTheFieldTellsWhichItIs() {
    page.keyboard().press("Control+k");
    assertThat(option("acme/shop").first()).isVisible();
    assertThat(palette()).hasAttribute("aria-activedescendant", "found-0");
    page.keyboard().press("ArrowDown");
    assertThat(palette()).hasAttribute("aria-activedescendant", "found-1");
    assertThat(page.locator("#found-1")).hasAttribute("aria-selected", "true");
    page.keyboard().press("ArrowUp");
    page.keyboard().press("ArrowUp");
    Locator last = options().last();
    assertThat(last).hasAttribute("aria-selected", "true");
    assertThat(palette()).isFocused();
  }

  @Test
  void escapeGivesTheFocusBack() {
    Locator link = page.getByRole(AriaRole.LINK, named("Sell lighthouses"));
    link.focus();
    page.keyboard().press("Control+k");
    assertThat(palette()).isFocused();
    page.keyboard().press("Escape");
    assertThat(palette()).isHidden();
    assertThat(link).isFocused();
  }

  @Test
  void whatThePageOffersCanBeDoneFromThere() {
    page.navigate(stage.url("/builds/" + first.id()).toString());
    page.keyboard().press("Control+k");
    palette().fill("build again");
    assertThat(option("Build again")).hasAttribute("aria-selected", "true");
    page.keyboard().press("Enter");
    page.waitForURL(Pattern.compile(".*/builds/bld_(?!" + first.id().value().substring(4) + ").*"));
    assertThat(page.getByText("repeated by ada")).isVisible();
  }

  @Test
  void namesFromOutsideAreTextAndNothingElse() {
    page.keyboard().press("Control+k");
    palette().fill("cart");
    assertThat(option("<img src=x> in a cart")).isVisible();
    assertThat(page.locator(".palette img")).hasCount(0);
    assertThat(option("<img src=x> in a cart")).containsText(running.state().status().id());
  }

  @Test
  void nothingOfItIsFetchedBeforeItIsWanted() {
    List<?> before = scripts();
    assertThat(before.toString()).doesNotContain("palette", "help.js", "log.js", "notify.js");
    page.keyboard().press("Control+k");
    assertThat(palette()).isFocused();
    assertThat(scripts().toString()).contains("palette.js");
  }

  private List<?> scripts() {
    return (List<?>) page.evaluate("performance.getEntriesByType('resource').map(one => one.name)");
  }

  @Test
  void theQuestionMarkListsTheShortcutsOfThePage() {
    page.keyboard().press("?");
    Locator help = page.getByRole(AriaRole.DIALOG, named("Shortcuts"));
    assertThat(help).containsText("In lists");
    page.keyboard().press("Escape");
    assertThat(help).isHidden();
    page.navigate(stage.url("/builds/" + first.id()).toString());
    page.keyboard().press("?");
    assertThat(help).containsText("In the log");
    assertThat(help).containsText("First error");
  }

  @Test
  void twoLettersGoPlaces() {
    for (String[] way :
        new String[][] {
          {"q", "/queue"},
          {"s", "/services"},
          {"r", "/repositories"},
          {"d", "/deliveries"},
          {"o", "/"},
          {"b", "/builds"}
        }) {
      page.keyboard().press("g");
      page.keyboard().press(way[0]);
      page.waitForURL(stage.url(way[1]).toString());
    }
  }

  @Test
  void theSlashGoesToTheFilterAndLettersInItAreLetters() {
    page.keyboard().press("/");
    assertThat(page.getByLabel("Repository")).isFocused();
    page.getByLabel("Branch").focus();
    page.keyboard().type("gq?j");
    assertThat(page.getByLabel("Branch")).hasValue("gq?j");
  }

  @Test
  void rowsAreWalkedThroughAndOpened() {
    page.keyboard().press("j");
    assertThat(page.locator(".rows .title").nth(0)).isFocused();
    page.keyboard().press("j");
    assertThat(page.locator(".rows .title").nth(1)).isFocused();
    page.keyboard().press("k");
    page.keyboard().press("k");
    assertThat(page.locator(".rows .title").nth(0)).isFocused();
    page.keyboard().press("Enter");
    page.waitForURL("**/builds/bld_*");
  }
}
