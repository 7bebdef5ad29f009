package dev.slipway.dashboard.page;

import dev.slipway.core.Page;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.Builds;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.source.Repository;
import dev.slipway.dashboard.Records;
import dev.slipway.dashboard.Site;
import dev.slipway.dashboard.api.BuildsApi;
import dev.slipway.dashboard.api.RepositoriesApi;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The page on which somebody waits for the first push. Safe for concurrent use. */
public final class FirstPushPages {
  private static final Page.Request NEWEST = new Page.Request(1, null);

  private final RepositoriesApi api;
  private final BuildsApi builds;
  private final Records records;
  private final Site site;
  private final Templates templates;

  public FirstPushPages(
      RepositoriesApi api, BuildsApi builds, Records records, Site site, Templates templates) {
    this.api = api;
    this.builds = builds;
    this.records = records;
    this.site = site;
    this.templates = templates;
  }

  public Answer show(Call call) {
    Repository repository = api.find(call);
    Service service =
        records.services().all().stream()
            .filter(each -> each.repositoryId().equals(repository.id()))
            .findFirst()
            .orElse(null);
    var model =
        new FirstPushPage(
            repository,
            api.webhookUrl(repository),
            records.deliveries().list(repository.id(), NEWEST).items().stream()
                .findFirst()
                .orElse(null),
            newest(repository),
            service,
            service == null ? List.of() : service.hosts().stream().map(site::serviceUrl).toList());
    Shell shell =
        templates.shell("First push to " + repository.name(), "repositories", call.caller());
    return Answer.page(200, templates.render("firstpush", shell, model));
  }

  /** Of the branch that deploys, or else any. */
  private @Nullable Build newest(Repository repository) {
    return Stream.of(repository.defaultBranch(), "")
        .map(branch -> new Builds.Filter(repository.id(), branch.isEmpty() ? null : branch, null))
        .flatMap(filter -> records.builds().list(filter, NEWEST).items().stream())
        .findFirst()
        .orElse(null);
  }

  /** Builds the head of the default branch, for those who do not want to push. */
  public Answer build(Call call) {
    Answer _ = builds.start(call);
    return Answer.seeOther("/repositories/" + api.find(call).id() + "/first");
  }
}
