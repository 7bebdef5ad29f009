package dev.slipway.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.slipway.core.build.Build;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Repository;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How pages follow what happens: cheaply, and they say when they cannot. */
class FeedIT {
  /** Less than from heartbeat to heartbeat, by which a reader who left would be noticed anyway. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Stage stage;
  private Browser browser;
  private Scenes scenes;
  private Desk desk;

  @BeforeEach
  void open() throws Exception {
    stage = new Stage();
    browser = new Browser(stage);
    scenes = new Scenes(stage);
    desk = new Desk();
  }

  @AfterEach
  void close() {
    desk.close();
    browser.close();
    stage.close();
  }

  private int viewers() {
    try {
      return browser
          .get("/metrics")
          .body()
          .lines()
          .filter(line -> line.startsWith("slipway_event_viewers "))
          .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(' ') + 1)))
          .findFirst()
          .orElseThrow();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitViewers(Page page, int count) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (viewers() != count && Instant.now().isBefore(deadline)) {
      page.evaluate("new Promise(next => requestAnimationFrame(next))");
    }
    assertThat(viewers()).isEqualTo(count);
  }

  @Test
  void allTabsOfABrowserShareOneConnection() throws Exception {
    Repository shop = scenes.repository(Forge.GITHUB, "acme/shop");
    Page first = desk.open(stage, 1280, 900);
    BrowserContext window = first.context();
    List<Page> tabs = List.of(first, window.newPage(), window.newPage(), window.newPage());
    for (Page tab : tabs) {
      tab.navigate(stage.url("/builds").toString());
    }
    awaitViewers(first, 1);

    scenes.queue(shop, "main", "ada", "Sell lighthouses");
    for (Page tab : tabs) {
      assertThat(tab.getByText("Sell lighthouses")).isVisible();
    }
    assertThat(viewers()).isEqualTo(1);
    window.close();
    awaitViewers(desk.open(stage, 800, 600), 1);
    desk.listen("");
  }

  @Test
  void aTabWithoutSharedWorkersCostsOneConnection() throws Exception {
    Repository shop = scenes.repository(Forge.GITHUB, "acme/shop");
    Page page = desk.open(stage, 1280, 900);
    page.addInitScript("delete self.SharedWorker");
    page.navigate(stage.url("/builds").toString());
    scenes.queue(shop, "main", "ada", "Sell lighthouses");
    assertThat(page.getByText("Sell lighthouses")).isVisible();
    awaitViewers(page, 1);
  }

  @Test
  void whatHappensBetweenAPageAndItsFeedIsNotMissed() throws Exception {
    Repository shop = scenes.repository(Forge.GITHUB, "acme/shop");
    Page alone = desk.open(stage, 1280, 900);
    alone.addInitScript("delete self.SharedWorker");
    alone.route(
        "**/api/v1/events",
        request -> {
          scenes.queue(shop, "main", "ada", "Sell lighthouses");
          request.resume();
        });
    alone.navigate(stage.url("/builds").toString());
    assertThat(alone.getByText("Sell lighthouses")).isVisible();
    alone.context().close();

    Page first = desk.open(stage, 1280, 900);
    awaitViewers(first, 1);
    Page second = first.context().newPage();
    second.route(
        "**/feed.js",
        request -> {
          scenes.queue(shop, "carts", "ada", "Keep carts");
          assertThat(first.getByText("2 builds in the queue")).isVisible();
          request.resume();
        });
    second.navigate(stage.url("/builds").toString());
    assertThat(second.getByText("Keep carts")).isVisible();
  }

  @Test
  void aLostConnectionIsToldAndWhatWasMissedIsThereAfterwards() throws Exception {
    Repository shop = scenes.repository(Forge.GITHUB, "acme/shop");
    Page page = desk.open(stage, 1280, 900);
    page.navigate(stage.url("/builds").toString());
    awaitViewers(page, 1);
    stage.interrupt(() -> {
      assertThat(page.getByText("Connection lost")).isVisible();
      Build _ = scenes.queue(shop, "main", "ada", "Sell lighthouses");
    });
    assertThat(page.getByText("Sell lighthouses")).isVisible();
    assertThat(page.getByText("Connection lost")).isHidden();
  }
}
