package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.access.Role;
import dev.slipway.core.access.User;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Repository;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the pages of a repository say, and what they offer to whom. */
class RepositoryPageIT {
  private Stage stage;
  private Scenes scenes;
  private Browser browser;
  private Repository shop;

  @BeforeEach
  void open() throws Exception {
    stage = new Stage();
    scenes = new Scenes(stage);
    browser = new Browser(stage);
    shop = scenes.repository(Forge.GITHUB, "acme/shop");
    for (Role role : new Role[] {Role.VIEWER, Role.DEVELOPER}) {
      stage.access.users().add(User.fresh(role.id(), role, stage.clock.instant()));
      stage.addToken("token-of-" + role.id(), role.id(), role);
    }
  }

  @AfterEach
  void close() {
    browser.close();
    stage.close();
  }

  private String path(String below) {
    return "/repositories/" + shop.id() + below;
  }

  private HttpResponse<String> as(Role role, String below) throws Exception {
    return browser.send(
        "GET",
        path(below),
        "",
        "Authorization",
        "Bearer token-of-" + role.id(),
        "Accept",
        "text/html,*/*;q=0.8");
  }

  private static String main(HttpResponse<String> page) {
    return page.body().substring(page.body().indexOf("<main"));
  }

  @Test
  void branchesAreListedWithTheirLastBuildAndTheDefaultOneFirst() throws Exception {
    scenes.push(shop, "feature/tea", "Ada Lovelace", "Pour tea");
    scenes.push(shop, "main", "Ada Lovelace", "Sell tea");
    scenes.push(shop, "feature/tea", "Grace Hopper", "Pour it slowly");

    String page = browser.page(path("")).body();

    String branches =
        page.substring(page.indexOf("id=\"branches\""), page.indexOf("id=\"builds\""));
    assertThat(branches)
        .containsSubsequence(
            "main</a>", "default, deploys", "Sell tea", "feature/tea</a>", "slowly")
        .doesNotContain("Pour tea");
    assertThat(page).contains("Newest deliveries", "Pour tea");
  }

  @Test
  void aRepositoryWithoutAnythingSaysWhatComesNext() throws Exception {
    assertThat(browser.page(path("")).body())
        .contains("Nothing was pushed yet", path("/setup") + "\"", path("/first") + "\"");
    assertThat(main(as(Role.VIEWER, ""))).doesNotContain("/setup\"").contains("/first\"");
  }

  @Test
  void aViewerLooksAtEverythingAndIsOfferedNothingToChange() throws Exception {
    stage.inspection.pipeline = "deploy:\n  port: 8080\n";
    scenes.push(shop, "main", "Ada Lovelace", "Sell tea");
    for (String below : new String[] {"", "/pipeline", "/settings", "/first"}) {
      String page = main(as(Role.VIEWER, below));
      assertThat(page).doesNotContain("<dialog", "data-dialog", "class=\"primary\"", "danger");
    }
    assertThat(main(as(Role.VIEWER, "/pipeline")))
        .contains("port: 8080", " readonly", "deploy shop to production");
    assertThat(main(as(Role.VIEWER, "/settings"))).contains("class=\"all\" disabled");
    assertThat(as(Role.VIEWER, "/setup").statusCode()).isEqualTo(403);
  }

  @Test
  void aDeveloperMayBuildAndChangesNoSettings() throws Exception {
    assertThat(main(as(Role.DEVELOPER, "/settings")))
        .contains("Build main now", "class=\"all\" disabled")
        .doesNotContain("data-dialog", "Check the webhook", "Set the secret");
    assertThat(main(as(Role.DEVELOPER, "/first"))).contains("Build main now");
  }

  @Test
  void theListOffersToAddRepositoriesOnlyToThoseWhoMay() throws Exception {
    String list =
        browser
            .send(
                "GET",
                "/repositories",
                "",
                "Authorization",
                "Bearer token-of-viewer",
                "Accept",
                "text/html,*/*;q=0.8")
            .body();
    assertThat(list.substring(list.indexOf("<main")))
        .contains("acme/shop")
        .doesNotContain("method=\"post\"", "/connect");
  }
}
