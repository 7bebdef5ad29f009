package dev.slipway.dashboard.page;

import dev.slipway.core.Page;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.Builds;
import dev.slipway.core.build.Inspection;
import dev.slipway.core.source.Repository;
import dev.slipway.dashboard.api.PipelineApi;
import dev.slipway.dashboard.api.RepositoriesApi;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Fields;
import dev.slipway.dashboard.http.ProblemException;
import java.util.Objects;
import java.util.Optional;

/** The page on which a repository's pipeline is read and written. Safe for concurrent use. */
public final class PipelinePages {
  private final RepositoriesApi api;
  private final PipelineApi pipelines;
  private final Builds builds;
  private final Inspection inspection;
  private final Templates templates;

  public PipelinePages(
      RepositoriesApi api,
      PipelineApi pipelines,
      Builds builds,
      Inspection inspection,
      Templates templates) {
    this.api = api;
    this.pipelines = pipelines;
    this.builds = builds;
    this.inspection = inspection;
    this.templates = templates;
  }

  public Answer show(Call call) {
    Repository repository = api.find(call);
    Committed committed = committed(repository);
    String text = Objects.requireNonNullElse(repository.pipeline(), committed.file());
    return page(call, 200, repository, committed, text);
  }

  /** Keeps the text, or leaves the pipeline to the repository again. */
  public Answer save(Call call) {
    try {
      Repository changed = api.change(call);
      return Answer.seeOther("/repositories/" + changed.id() + "/pipeline?saved=1");
    } catch (ProblemException e) {
      Repository repository = api.find(call);
      Fields sent = call.fields().nested("pipeline");
      String text = sent == null ? null : sent.text("text");
      return page(
          call,
          e.details().status(),
          repository,
          committed(repository),
          Objects.requireNonNullElse(text, ""));
    }
  }

  private Answer page(
      Call call, int status, Repository repository, Committed committed, String text) {
    // Without a text, everything is inferred.
    var reading = pipelines.read(text.isBlank() ? null : text, repository);
    var model =
        new PipelinePage(
            repository,
            text,
            reading,
            committed.file(),
            committed.commit(),
            status == 200 && call.query("saved").isPresent());
    Shell shell =
        templates.shell("Pipeline of " + repository.name(), "repositories", call.caller());
    return Answer.page(status, templates.render("pipeline", shell, model));
  }

  /** The file at the default branch's newest build: a page waits for no git server. */
  private Committed committed(Repository repository) {
    Optional<Build> newest =
        builds
            .list(
                new Builds.Filter(repository.id(), repository.defaultBranch(), null),
                new Page.Request(1, null))
            .items()
            .stream()
            .findFirst();
    return newest
        .map(build -> build.request().commit().sha())
        .map(sha ->
            new Committed(inspection.pipelineFile(repository, sha).orElse(""), sha.abbreviated()))
        .orElse(new Committed("", ""));
  }

  /** What the repository itself has; both empty where nothing was built yet. */
  private record Committed(String file, String commit) {}
}
