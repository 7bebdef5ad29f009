package dev.slipway.dashboard.api;

import dev.slipway.core.Ids;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.Builds;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.QueuePlace;
import dev.slipway.core.build.Trigger;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.dashboard.HeadResolver;
import dev.slipway.dashboard.Records;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Fields;
import dev.slipway.dashboard.http.ProblemException;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds: what was asked for, how far it is, and asking for more. Safe for concurrent use. */
public final class BuildsApi {
  private final Records records;
  private final HeadResolver heads;
  private final Clock clock;

  public BuildsApi(Records records, HeadResolver heads, Clock clock) {
    this.records = records;
    this.heads = heads;
    this.clock = clock;
  }

  public Answer list(Call call) {
    var page = records.builds().list(filter(call), call.page());
    return Answer.json(200, ListView.of(page, this::view));
  }

  public Answer get(Call call) {
    return Answer.json(200, view(find(call)));
  }

  /** Stops a build; a form is sent back to the build's page. */
  public Answer cancel(Call call) {
    Build build = find(call);
    if (build.state().ended()) {
      throw ProblemException.conflict(
          "build %s has already ended (%s); there is nothing to cancel"
              .formatted(build.id(), build.state().status().id()));
    }
    Build after =
        records
            .builds()
            .cancel(build.id(), call.by(), "canceled by " + call.by())
            .orElseThrow(() -> ProblemException.notFound("build", build.id().value()));
    return accepted(call, after);
  }

  /** Builds the same commit again, as a new build; without {@code cache} all of it. */
  public Answer retry(Call call) {
    Build build = find(call);
    Fields fields = call.fields().allow(Set.of("cache", "csrf"));
    boolean cache = fields.flag("cache", true);
    fields.check();
    if (!build.state().ended()) {
      throw ProblemException.conflict(
          "build %s has not ended (%s); cancel it first, or wait"
              .formatted(build.id(), build.state().status().id()));
    }
    var before = build.request();
    Repository repository = repository(before.repositoryId());
    return accepted(
        call,
        records
            .builds()
            .add(
                new NewBuild(
                    new BuildId(Ids.next("bld", clock)),
                    repository.id(),
                    repository.name(),
                    cache ? Trigger.RETRY : Trigger.REBUILD,
                    before.ref(),
                    before.commit(),
                    before.pullRequest(),
                    null,
                    call.by(),
                    // What nobody said yes to yet is not let in by asking again.
                    build.state().attempt() == 0 ? before.waitsFor() : null,
                    clock.instant())));
  }

  /** Says yes to a build that waits for it. */
  public Answer approve(Call call) {
    Build build = find(call);
    if (!(build.state() instanceof BuildState.Waiting)) {
      throw ProblemException.conflict(
          "build %s waits for no approval (%s); there is nothing to say yes to"
              .formatted(build.id(), build.state().status().id()));
    }
    Build after =
        records
            .builds()
            .approve(build.id(), call.by())
            .orElseThrow(() -> ProblemException.notFound("build", build.id().value()));
    return accepted(call, after);
  }

  /** A build by hand: of what a ref points at now, or of a commit. */
  public Answer start(Call call) {
    Repository repository = repository(new RepositoryId(call.path("id")));
    Fields fields = call.fields().allow(Set.of("ref", "sha", "csrf"));
    GitRef ref = fields.parsed("ref", BuildsApi::ref);
    CommitSha sha = fields.parsed("sha", CommitSha::new);
    if (fields.text("ref") == null && fields.text("sha") == null && !call.isForm()) {
      fields.problem("ref", "is missing", "give ref (a branch or tag), or sha");
    }
    fields.check();
    GitRef wanted = ref == null ? repository.defaultRef() : ref;
    CommitSha commit = sha == null ? head(repository, wanted) : sha;
    return accepted(
        call,
        records
            .builds()
            .add(
                new NewBuild(
                    new BuildId(Ids.next("bld", clock)),
                    repository.id(),
                    repository.name(),
                    Trigger.MANUAL,
                    wanted,
                    new Commit(commit, "", ""),
                    null,
                    null,
                    call.by(),
                    null,
                    clock.instant())));
  }

  private CommitSha head(Repository repository, GitRef ref) {
    try {
      return heads
          .resolve(repository, ref)
          .orElseThrow(() ->
              ProblemException.invalid(
                  "ref",
                  "%s has no %s".formatted(repository.name(), ref),
                  "push it first, or name another branch or tag"));
    } catch (IOException e) {
      throw ProblemException.problem(
          502,
          "repository-unreachable",
          "Repository cannot be reached",
          "%s cannot be asked where %s is: %s; check the clone URL and its token"
              .formatted(repository.name(), ref.shortName(), e.getMessage()));
    }
  }

  private static GitRef ref(String text) {
    return text.startsWith("refs/") ? new GitRef(text) : GitRef.ofBranch(text);
  }

  private Answer accepted(Call call, Build build) {
    String page = "/builds/" + build.id();
    return call.isForm()
        ? Answer.seeOther(page)
        : Answer.json(202, view(build)).with("Location", page);
  }

  private Repository repository(RepositoryId id) {
    return records
        .repositories()
        .find(id)
        .orElseThrow(() -> ProblemException.notFound("repository", id.value()));
  }

  private Build find(Call call) {
    return find(records.builds(), call);
  }

  /** The build that the path names. */
  public static Build find(Builds builds, Call call) {
    String id = call.path("id");
    return builds.find(new BuildId(id)).orElseThrow(() -> ProblemException.notFound("build", id));
  }

  private BuildView view(Build build) {
    return BuildView.of(build, place(build), clock.instant());
  }

  private @Nullable QueuePlace place(Build build) {
    boolean queued = build.state() instanceof BuildState.Queued;
    return queued ? records.queue().place(build.id()).orElse(null) : null;
  }

  /** Which builds the query asks for; a repository by id or by name. */
  public Builds.Filter filter(Call call) {
    return new Builds.Filter(
        call.query("repository")
            .map(word -> RepositoriesApi.idOf(records.repositories(), word))
            .orElse(null),
        call.query("branch").orElse(null),
        call.query("status").map(BuildsApi::status).orElse(null));
  }

  private static BuildState.Status status(String word) {
    for (BuildState.Status status : BuildState.Status.values()) {
      if (status.id().equals(word)) {
        return status;
      }
    }
    String known =
        Arrays.stream(BuildState.Status.values())
            .map(BuildState.Status::id)
            .collect(Collectors.joining(", "));
    throw new InvalidValueException("\"" + word + "\" is no status; known are: " + known);
  }
}
