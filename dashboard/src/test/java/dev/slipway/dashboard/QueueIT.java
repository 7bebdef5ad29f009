package dev.slipway.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.core.access.Role;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Labels;
import dev.slipway.core.source.Repository;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who waits for what, on the page and by the API. */
class QueueIT {
  private static final Duration USUAL = Duration.ofMinutes(2);

  private Stage stage;
  private Browser browser;
  private Scenes scenes;
  private Repository shop;

  @BeforeEach
  void open() throws Exception {
    stage = new Stage();
    browser = new Browser(stage);
    scenes = new Scenes(stage);
    shop = scenes.repository(Forge.GITHUB, "acme/shop");
  }

  @AfterEach
  void close() {
    browser.close();
    stage.close();
  }

  /** Builds once, so that it is known how long that takes. */
  private void history(Repository repository) throws InterruptedException {
    Build build = scenes.run(repository, "main", "ada", "Start");
    stage.clock.advance(USUAL);
    scenes.finish(build, scenes.succeeded(build, scenes.image(repository)), List.of());
  }

  private JsonNode queue() throws Exception {
    return Browser.json(browser.get("/api/v1/queue"));
  }

  @Test
  void nothingWaitsInAnEmptyQueue() throws Exception {
    assertThat(queue().toString())
        .isEqualTo(
            "{\"builders\":0,\"queued_total\":0,\"running\":[],\"queued\":[],\"delayed\":[],"
                + "\"waiting\":[]}");
    assertThat(browser.page("/queue").body()).contains("Nothing waits", "No builder is running");
  }

  @Test
  void queuedBuildsAreToldInOrderWithWhomTheyWaitForAndWhenTheyStart() throws Exception {
    history(shop);
    Build running = scenes.run(shop, "main", "ada", "Sell lighthouses");
    Build next = scenes.queue(shop, "carts", "ada", "Keep carts");
    Build last = scenes.queue(shop, "prices", "ada", "Show prices");

    JsonNode queue = queue();

    assertThat(queue.at("/running/0/build/id").asText()).isEqualTo(running.id().value());
    assertThat(queue.at("/running/0/worker").asText()).isEqualTo("builder-1");
    assertThat(queue.at("/queued").findValuesAsText("queue_position")).containsExactly("0", "1");
    assertThat(queue.at("/queued/1/behind").asText()).isEqualTo(next.id().value());
    assertThat(secondsUntil(queue.at("/running/0/expected_end"))).isBetween(115L, 125L);
    assertThat(secondsUntil(queue.at("/queued/0/expected_start"))).isBetween(115L, 125L);
    assertThat(secondsUntil(queue.at("/queued/1/expected_start"))).isBetween(235L, 245L);
    JsonNode build = Browser.json(browser.get("/api/v1/builds/" + last.id()));
    assertThat(build.get("queue_position").asInt()).isEqualTo(1);
    assertThat(secondsUntil(build.get("expected_start"))).isBetween(235L, 245L);
    assertThat(browser.page("/builds/" + last.id()).body())
        .contains("Second in the queue, behind shop #3", "in about 4 min");
    assertThat(browser.page("/queue").body())
        .contains("in about 2 min", "in about 4 min", "behind <a href=\"/builds/" + next.id());
  }

  private long secondsUntil(JsonNode time) {
    return Duration.between(stage.clock.instant(), Instant.parse(time.asText())).toSeconds();
  }

  @Test
  void withoutHistoryTimesAreUnknownAndSaidToBe() throws Exception {
    scenes.run(shop, "main", "ada", "Sell lighthouses");
    Build next = scenes.queue(shop, "carts", "ada", "Keep carts");

    assertThat(queue().at("/running/0/expected_end").isNull()).isTrue();
    assertThat(queue().at("/queued/0/expected_start").isNull()).isTrue();
    assertThat(browser.page("/queue").body()).contains("end unknown", "start unknown");
    assertThat(browser.page("/builds/" + next.id()).body()).contains("at an unknown time");
  }

  @Test
  void whatKeepsABuildWaitingIsTold() throws Exception {
    Build holder = scenes.run(shop, "main", "ada", "Deploy");
    stage.queue().enter(holder.id(), 1, "deploys", false);
    Build held = runElsewhere("carts", "Deploy too");
    stage.queue().enter(held.id(), 1, "deploys", false);
    scenes.fork(shop, 42, "Mallory Vale", "Make the totals twice as fast");
    Repository gpu = scenes.repository(Forge.GITHUB, "acme/pictures");
    stage.store.need(gpu.id(), Labels.parse("gpu"));
    scenes.queue(gpu, "main", "ada", "Draw");
    Build again = retried();

    JsonNode queue = queue();
    String page = browser.page("/queue").body();

    assertThat(queue.at("/running/1/waits_for_number").asLong()).isEqualTo(holder.number());
    assertThat(page).contains("waits for #" + holder.number() + " of its concurrency group");
    assertThat(queue.at("/queued/0/obstacle").asText()).isEqualTo("no builder has the label gpu");
    assertThat(queue.at("/waiting/0/waits_for").asText()).contains("from a fork");
    assertThat(queue.at("/delayed/0/build/id").asText()).isEqualTo(again.id().value());
    assertThat(queue.at("/delayed/0/reason").asText()).isEqualTo("the engine was away");
    assertThat(page)
        .contains("no builder has the label gpu", "Read and decide", "To be tried again");
  }

  /** A worker that comes anew to the queue is given what it had before it. */
  private Build runElsewhere(String branch, String title) throws InterruptedException {
    scenes.queue(shop, branch, "ada", title);
    WorkerId other = new WorkerId("builder-of-" + branch);
    return stage.queue().claim(other, Duration.ofSeconds(5)).orElseThrow();
  }

  private Build retried() throws InterruptedException {
    Build build = runElsewhere("prices", "Show prices");
    stage
        .queue()
        .finish(
            build.id(),
            1,
            new BuildState.Queued(1, "the engine was away"),
            List.of(),
            Duration.ofMinutes(5));
    return build;
  }

  @Test
  void aTokenOfOneRepositorySeesItsBuildsOnly() throws Exception {
    Repository other = scenes.repository(Forge.GITHUB, "acme/secret-plans");
    scenes.queue(other, "main", "ada", "Build a volcano");
    Build own = scenes.queue(shop, "main", "ada", "Sell lighthouses");
    stage.addToken("token-of-shop", "ada", Role.VIEWER, shop.id());

    String told =
        browser.send("GET", "/api/v1/queue", "", "Authorization", "Bearer token-of-shop").body();
    String found =
        browser.send("GET", "/api/v1/find?q=", "", "Authorization", "Bearer token-of-shop").body();

    assertThat(Browser.json(told).at("/queued/0/build/id").asText()).isEqualTo(own.id().value());
    assertThat(Browser.json(told).at("/queued/0/queue_position").asInt()).isEqualTo(1);
    assertThat(Browser.json(told).at("/queued/0/behind").isNull()).isTrue();
    assertThat(told + found).doesNotContain("secret-plans", "volcano");
    assertThat(found).contains("Sell lighthouses");
  }

  @Test
  void thePageFollowsTheQueueAndCancelsWhatIsInIt() throws Exception {
    history(shop);
    scenes.run(shop, "main", "ada", "Sell lighthouses");
    Build next = scenes.queue(shop, "carts", "ada", "Keep carts");
    try (Desk desk = new Desk()) {
      Page page = desk.open(stage, 1280, 900);
      page.navigate(stage.url("/queue").toString());
      assertThat(page.getByText("Keep carts")).isVisible();
      scenes.queue(shop, "prices", "ada", "Show prices");
      assertThat(page.getByText("Show prices")).isVisible();
      assertThat(page.locator(".place")).hasText(new String[] {"1", "2"});
      Desk.picture(page, "queue");
      page.getByRole(
              AriaRole.BUTTON,
              new Page.GetByRoleOptions().setName("Cancel acme/shop #" + next.number()))
          .click();
      page.waitForURL("**/builds/" + next.id());
      assertThat(page.getByText("canceled by ada").first()).isVisible();
      desk.listen("");
    }
  }
}
