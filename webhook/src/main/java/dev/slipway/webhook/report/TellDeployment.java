package dev.slipway.webhook.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.report.Reports;
import dev.slipway.webhook.forge.CommitStatus.State;
import dev.slipway.webhook.forge.ForgeApi.ForgeDeployment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells a forge that keeps records of rollouts how one goes. */
final class TellDeployment {
  private static final JsonMapper JSON = new JsonMapper();
  private final Reports reports;
  private final Pages pages;

  TellDeployment(Reports reports, Pages pages) {
    this.reports = reports;
    this.pages = pages;
  }

  void tell(Errand errand, Deployment deployment, Release release, News news)
      throws ForgeException {
    String place = "deployment/" + deployment.id();
    Optional<Told> before = reports.told(errand.repository().id(), place).map(TellDeployment::read);
    if (before.filter(told -> told.shows(news)).isPresent()) {
      return;
    }
    NewRelease content = release.content();
    boolean live = deployment.state() instanceof DeploymentState.Live;
    String forgeId =
        errand.deployment(
            before.map(Told::forgeId).orElse(null),
            new ForgeDeployment(
                content.commit(),
                content.spec().environment(),
                news.state(),
                news.description(),
                news.target(),
                live ? pages.site(content.spec().hosts().getFirst()) : null));
    reports.told(
        errand.report(), place, write(new Told(forgeId, news.state(), news.description())));
  }

  private static String write(Told told) {
    try {
      return JSON.writeValueAsString(told);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + told, e);
    }
  }

  private static Told read(String text) {
    try {
      return JSON.readValue(text, Told.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was remembered is no deployment: " + text, e);
    }
  }

  /**
   * What the forge was told last.
   *
   * @param forgeId the forge's id of its record; null where it keeps none
   */
  private record Told(@Nullable String forgeId, State state, String description) {
    boolean shows(News news) {
      return state == news.state() && description.equals(news.description());
    }
  }
}
