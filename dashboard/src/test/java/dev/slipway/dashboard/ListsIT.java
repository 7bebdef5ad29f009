package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Repository;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists are narrowed and gone through by their address alone, so that it can be passed on. */
class ListsIT {
  private Stage stage;
  private Browser browser;
  private Scenes scenes;

  @BeforeEach
  void open() throws Exception {
    stage = new Stage();
    browser = new Browser(stage);
    scenes = new Scenes(stage);
  }

  @AfterEach
  void close() {
    browser.close();
    stage.close();
  }

  private String page(String path) throws Exception {
    return browser.page(path).body();
  }

  @Test
  void repositoriesAreFoundByAPartOfTheirName() throws Exception {
    scenes.repository(Forge.GITHUB, "acme/shop");
    scenes.repository(Forge.GITHUB, "acme/invoices");
    assertThat(page("/repositories?q=SHO"))
        .contains(">acme/shop</a>", "value=\"SHO\"")
        .doesNotContain("acme/invoices");
    assertThat(page("/repositories?q=ships"))
        .contains("No repository is called that")
        .doesNotContain("Nothing to build yet");
  }

  @Test
  void servicesAreFoundByTheirNameAndRepository() throws Exception {
    ShowRollouts rollouts = new ShowRollouts(stage, scenes);
    rollouts.paused();
    rollouts.canary();
    assertThat(page("/services?q=lamp"))
        .contains("/services/lamp.production")
        .doesNotContain("/services/tides.production");
    assertThat(page("/services?q=lighthouse"))
        .contains("/services/lamp.production", "/services/tides.production");
    assertThat(page("/services?q=nobody")).contains("No service is called that");
  }

  @Test
  void theNextPartOfAListOfBuildsKeepsItsFilters() throws Exception {
    Repository shop = scenes.repository(Forge.GITHUB, "acme/shop");
    for (int i = 0; i < 60; i++) {
      scenes.queue(shop, "branch-" + i, "ada", "Change " + i);
    }
    String first = page("/builds?repository=acme/shop&status=queued");
    var next = Pattern.compile("href=\"(/builds\\?[^\"]*before=[^\"]*)\"").matcher(first);
    assertThat(next.find()).isTrue();
    String link = next.group(1).replace("&amp;", "&");
    assertThat(link).contains("repository=acme%2Fshop", "status=queued");
    assertThat(page(link)).contains("Change 0<").doesNotContain("Change 59<");
  }

  @Test
  void timesAreToldInFullToWhoeverDoesNotHover() throws Exception {
    Repository shop = scenes.repository(Forge.GITHUB, "acme/shop");
    scenes.queue(shop, "main", "ada", "Start");
    assertThat(page("/builds"))
        .containsPattern(
            "<time datetime=\"[^\"]+Z\" title=\"[^\"]+ UTC\" data-ago>just now</time>"
                + "<span class=\"unseen\">, \\d+ \\w+ \\d{4}, [\\d:]+ UTC</span>");
  }
}
