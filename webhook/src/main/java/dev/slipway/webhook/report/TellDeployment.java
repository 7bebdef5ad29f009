package dev.slipway.webhook.report;

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
  private final Remembered<Told> remembered;
  private final Pages pages;

  TellDeployment(Reports reports, Pages pages) {
    this.remembered = new Remembered<>(reports, Told.class);
    this.pages = pages;
  }

  void tell(Errand errand, Deployment deployment, Release release, News news)
      throws ForgeException {
    String place = "deployment/" + deployment.id();
    Optional<Told> before = remembered.at(errand.repository().id(), place);
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
    remembered.now(errand, place, new Told(forgeId, news.state(), news.description()));
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
