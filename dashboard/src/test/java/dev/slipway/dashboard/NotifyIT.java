package dev.slipway.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.Failure;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Repository;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who asked for it is told of their builds that end, and nobody else is. */
class NotifyIT {
  /** Writes down what a browser would show and ask; the tab counts as out of sight. */
  private static final String WITNESS =
      """
      self.shown = []; self.asked = 0;
      self.Notification = class {
        static get permission() { return localStorage.getItem('test.permission') ?? 'default'; }
        static async requestPermission() {
          self.asked++;
          localStorage.setItem('test.permission', 'granted');
          return 'granted';
        }
        constructor(title) { self.shown.push(title); }
        addEventListener() {}
      };
      Object.defineProperty(document, 'hidden', { get: () => self.away !== false });
      """;

  private Stage stage;
  private Desk desk;
  private Scenes scenes;
  private Repository shop;
  private Page page;

  @BeforeEach
  void open() throws Exception {
    stage = new Stage();
    scenes = new Scenes(stage);
    shop = scenes.repository(Forge.GITHUB, "acme/shop");
    desk = new Desk();
    page = desk.open(stage, 1280, 900);
    page.addInitScript(WITNESS);
  }

  @AfterEach
  void close() {
    desk.close();
    stage.close();
  }

  private void turnOn() {
    page.navigate(stage.url("/settings").toString());
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Tell me when")).click();
    assertThat(page.getByText("This browser tells you")).isVisible();
  }

  private void fail(String author, String title) throws InterruptedException {
    Build build = scenes.run(shop, "main", author, title);
    scenes.finish(build, scenes.failed(build, new Failure.StepFailed("test", "no", "")), List.of());
  }

  @Test
  void nobodyIsAskedForPermissionWhoDidNotAskForNotifications() {
    for (String path : List.of("/", "/builds", "/settings")) {
      page.navigate(stage.url(path).toString());
      assertThat(page.locator("h1")).hasCount(1);
      assertThat(page.evaluate("self.asked")).isEqualTo(0);
    }
  }

  @Test
  void onesOwnBuildsAreToldAndThoseOfOthersAreNot() throws Exception {
    turnOn();
    page.navigate(stage.url("/builds").toString());
    page.waitForFunction(
        "() => performance.getEntriesByType('resource').some(r => /notify/.test(r.name))");
    assertThat(page.locator("#connection")).isHidden();
    fail("Grace Hopper", "Not mine");
    fail("Ada", "Mine");
    page.waitForFunction("() => self.shown.length > 0");
    assertThat(page.evaluate("self.shown")).isEqualTo(List.of("acme/shop #2 failed"));
  }

  @Test
  void itIsTurnedOffAsItWasTurnedOn() {
    turnOn();
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Stop telling me")).click();
    assertThat(page.getByText("This browser tells you")).isHidden();
    assertThat(page.evaluate("localStorage.getItem('slipway.notify')")).isEqualTo("off");
  }
}
