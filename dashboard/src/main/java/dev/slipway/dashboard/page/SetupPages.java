package dev.slipway.dashboard.page;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.build.Inspection;
import dev.slipway.core.build.Inspection.Found;
import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.PipelineReader.Reading;
import dev.slipway.core.pipeline.Problem;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Repository;
import dev.slipway.dashboard.api.PipelineApi;
import dev.slipway.dashboard.api.RepositoriesApi;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Fields;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The page that says what was detected in a repository. Safe for concurrent use. */
public final class SetupPages {
  private final RepositoriesApi api;
  private final PipelineApi pipelines;
  private final Inspection inspection;
  private final Templates templates;

  public SetupPages(
      RepositoriesApi api, PipelineApi pipelines, Inspection inspection, Templates templates) {
    this.api = api;
    this.pipelines = pipelines;
    this.inspection = inspection;
    this.templates = templates;
  }

  /** Answers at once, and looks when it is asked to: fetching a repository may take a while. */
  public Answer show(Call call) {
    Repository repository = api.find(call);
    String branch = call.query("branch").orElse(repository.defaultBranch());
    boolean look = call.query("look").isPresent();
    return page(call, 200, repository, branch, look, kept(repository), SentForm.NONE);
  }

  /** Keeps what was chosen, and leads on to the first push. */
  public Answer save(Call call) {
    Repository repository = api.find(call);
    Fields fields =
        call.fields()
            .allow(Set.of("branch", "dockerfile", "context", "port", "health", "hosts", "csrf"));
    String branch = Objects.requireNonNullElse(fields.text("branch"), "");
    boolean onlyBranch = fields.text("port") == null;
    SetupChoice choice = choice(fields);
    List<Problem> problems = problems(repository, branch, onlyBranch ? null : choice.pipeline());
    if (!problems.isEmpty()) {
      SentForm form = new SentForm(Map.of(), problems);
      return page(call, 422, repository, branch, true, choice, form);
    }
    api.settle(repository, branch, onlyBranch ? repository.pipeline() : choice.pipeline());
    return Answer.seeOther("/repositories/" + repository.id() + "/first");
  }

  private static SetupChoice choice(Fields fields) {
    return new SetupChoice(
        stripped(fields, "dockerfile"),
        stripped(fields, "context").equals("root"),
        stripped(fields, "port"),
        stripped(fields, "health"),
        stripped(fields, "hosts"));
  }

  private static String stripped(Fields fields, String name) {
    return Objects.requireNonNullElse(fields.text(name), "").strip();
  }

  /** Under the names of the fields that they are about. */
  private List<Problem> problems(Repository repository, String branch, @Nullable String pipeline) {
    try {
      GitRef.ofBranch(branch);
    } catch (InvalidValueException e) {
      return List.of(new Problem("branch", 0, 0, String.valueOf(e.getMessage()), ""));
    }
    return pipeline != null
            && pipelines.read(pipeline, repository) instanceof Reading.Invalid(var problems)
        ? problems.stream().map(SetupPages::ofField).toList()
        : List.of();
  }

  private static Problem ofField(Problem problem) {
    String path = problem.path();
    String field = "";
    if (path.startsWith("deploy.port")) {
      field = "port";
    } else if (path.startsWith("deploy.healthcheck")) {
      field = "health";
    } else if (path.startsWith("deploy.hosts")) {
      field = "hosts";
    } else if (path.startsWith("build")) {
      field = "dockerfile";
    }
    return new Problem(field, 0, 0, problem.message(), problem.hint());
  }

  private Answer page(
      Call call,
      int status,
      Repository repository,
      String branch,
      boolean look,
      SetupChoice choice,
      SentForm form) {
    Found found = null;
    String trouble = "";
    if (look) {
      try {
        found = inspection.look(repository, GitRef.ofBranch(branch));
      } catch (IOException e) {
        trouble = String.valueOf(e.getMessage());
      }
    }
    String kept = repository.pipeline();
    var model =
        new SetupPage(
            repository,
            branch,
            found,
            trouble,
            choice,
            host(repository),
            kept != null && !kept.equals(kept(repository).pipeline()),
            form);
    Shell shell = templates.shell("Set up " + repository.name(), "repositories", call.caller());
    return Answer.page(status, templates.render("setup", shell, model));
  }

  /** What the pipeline that Slipway keeps says already. */
  private SetupChoice kept(Repository repository) {
    String kept = repository.pipeline();
    return kept != null && pipelines.read(kept, repository) instanceof Reading.Valid(var pipeline)
        ? SetupChoice.of(pipeline, host(repository))
        : SetupChoice.NONE;
  }

  private String host(Repository repository) {
    return pipelines.read(null, repository) instanceof Reading.Valid(var inferred)
        ? inferred.deploys().stream()
            .findFirst()
            .map(DeploySpec::hosts)
            .map(hosts -> hosts.isEmpty() ? "" : hosts.getFirst().toString())
            .orElse("")
        : "";
  }
}
