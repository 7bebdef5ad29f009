package dev.slipway.dashboard.api;

import dev.slipway.core.Ids;
import dev.slipway.core.Secret;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.HookState;
import dev.slipway.core.account.Onboarding;
import dev.slipway.core.pipeline.PipelineReader.Reading;
import dev.slipway.core.report.Reports;
import dev.slipway.core.source.Repositories;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.dashboard.Records;
import dev.slipway.dashboard.Site;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.ProblemException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The repositories that Slipway builds. Safe for concurrent use. */
public final class RepositoriesApi {
  private static final int SECRET_BYTES = 32;

  private final Repositories repositories;
  private final Reports reports;
  private final Onboarding onboarding;
  private final PipelineApi pipelines;
  private final Site site;
  private final SecureRandom random = new SecureRandom();

  public RepositoriesApi(Records records, Onboarding onboarding, PipelineApi pipelines, Site site) {
    this.repositories = records.repositories();
    this.reports = records.reports();
    this.onboarding = onboarding;
    this.pipelines = pipelines;
    this.site = site;
  }

  public Answer list(Call call) {
    List<Repository> visible =
        repositories.all().stream()
            .filter(each -> call.caller().principal().sees(each.id()))
            .toList();
    return Answer.json(200, ListView.of(visible, each -> view(each, null)));
  }

  public Answer get(Call call) {
    Repository repository = find(call);
    return Answer.json(
        200, view(repository, null).withReportProblem(reports.problem(repository.id())));
  }

  public Answer add(Call call) {
    Added added = add(RepositoryForm.ofNew(call.fields()));
    Repository repository = added.repository();
    return Answer.json(201, view(repository, added.madeUp() ? secretOf(repository) : null))
        .with("Location", "/api/v1/repositories/" + repository.id());
  }

  /** Adds what a form says; for the page, which shows the secret once. */
  public Added addFromForm(Call call) {
    return add(RepositoryForm.ofNew(call.fields()));
  }

  /** Changes what is given; the secret before a new one stays valid beside it. */
  public Answer replace(Call call) {
    call.demandSeen(get(call));
    return Answer.json(200, view(change(call), null));
  }

  /** The same for the page. */
  public Repository change(Call call) {
    Repository before = find(call);
    RepositoryForm form = RepositoryForm.ofChange(call.fields(), before);
    if (form.forge() != before.forge() || !form.name().equals(before.name())) {
      throw ProblemException.conflict(
          "forge and name of repository %s cannot be changed; add another one instead"
              .formatted(before.id()));
    }
    mustBeValid(form.pipeline(), before);
    Secret secret = form.webhookSecret();
    boolean sameSecret = secret == null || secret.reveal().equals(before.webhookSecret().reveal());
    Repository after =
        new Repository(
            before.id(),
            before.forge(),
            before.name(),
            form.cloneUrl(),
            form.defaultBranch(),
            secret == null ? before.webhookSecret() : secret,
            sameSecret ? before.previousWebhookSecret() : before.webhookSecret(),
            form.cloneToken() == null ? before.cloneToken() : form.cloneToken(),
            form.triggers(),
            form.labels(),
            form.syncTo(),
            form.pipeline(),
            before.connection(),
            form.enabled(),
            before.createdAt());
    if (!repositories.replace(after)) {
      throw ProblemException.notFound("repository", before.id().value());
    }
    return after;
  }

  /** Sets which branch deploys, and which pipeline is kept, by what somebody chose on a page. */
  public void settle(Repository before, String branch, @Nullable String pipeline) {
    mustBeValid(pipeline, before);
    Repository after =
        new Repository(
            before.id(),
            before.forge(),
            before.name(),
            before.cloneUrl(),
            branch,
            before.webhookSecret(),
            before.previousWebhookSecret(),
            before.cloneToken(),
            before.triggers(),
            before.labels(),
            before.syncTo(),
            pipeline,
            before.connection(),
            before.enabled(),
            before.createdAt());
    if (!repositories.replace(after)) {
      throw ProblemException.notFound("repository", before.id().value());
    }
  }

  /** What is kept counts at every commit, so one that is wrong would fail every build. */
  private void mustBeValid(@Nullable String pipeline, Repository before) {
    if (pipeline != null
        && !pipeline.equals(before.pipeline())
        && pipelines.read(pipeline, before) instanceof Reading.Invalid(var problems)) {
      throw ProblemException.invalid(problems);
    }
  }

  /** Removes it with its webhook; says what a person has to clean up, if anything. */
  public Answer remove(Call call) {
    String note = forget(find(call));
    return note.isEmpty() ? Answer.empty(204) : Answer.json(200, Map.of("note", note));
  }

  /** The same for the page. */
  public String forget(Repository repository) {
    return onboarding.remove(repository.id());
  }

  /** Looks at the webhook where the forge keeps it, and repairs it where that is possible. */
  public Answer checkHook(Call call) throws ForgeException {
    Repository repository = find(call);
    return Answer.json(200, HookView.of(hook(repository), webhookUrl(repository)));
  }

  /** The same for the page. */
  public HookState hook(Repository repository) throws ForgeException {
    return onboarding.checkHook(repository.id());
  }

  private Added add(RepositoryForm form) {
    Secret given = form.webhookSecret();
    Repository repository =
        new Repository(
            new RepositoryId(Ids.next("repo", site.clock())),
            form.forge(),
            form.name(),
            form.cloneUrl(),
            form.defaultBranch(),
            given == null ? newSecret() : given,
            null,
            form.cloneToken(),
            form.triggers(),
            form.labels(),
            form.syncTo(),
            form.pipeline(),
            null,
            form.enabled(),
            site.clock().instant());
    if (!repositories.add(repository)) {
      throw ProblemException.conflict(
          "%s on %s is there already; change it instead, or remove it first"
              .formatted(form.name(), form.forge().id()));
    }
    return new Added(repository, webhookUrl(repository), given == null);
  }

  private Secret newSecret() {
    byte[] bits = new byte[SECRET_BYTES];
    random.nextBytes(bits);
    return new Secret("webhook_secret", HexFormat.of().formatHex(bits));
  }

  private static String secretOf(Repository repository) {
    return repository.webhookSecret().reveal();
  }

  /** What to enter at the forge. */
  public String webhookUrl(Repository repository) {
    return RepositoryView.webhookUrl(repository, site);
  }

  /** All of them, by name. */
  public List<Repository> all() {
    return repositories.all();
  }

  /** The repository that the path names. */
  public Repository find(Call call) {
    String id = call.path("id");
    return repositories
        .find(new RepositoryId(id))
        .orElseThrow(() -> ProblemException.notFound("repository", id));
  }

  /** The id of the repository that a query names by id or by name; there may be none. */
  public static RepositoryId idOf(Repositories repositories, String idOrName) {
    return repositories.all().stream()
        .filter(repository -> repository.name().value().equals(idOrName))
        .findFirst()
        .map(Repository::id)
        .orElseGet(() -> new RepositoryId(idOrName));
  }

  private RepositoryView view(Repository repository, @Nullable String secret) {
    return RepositoryView.of(repository, site, secret);
  }

  /**
   * What adding made.
   *
   * @param madeUp whether the webhook secret is ours and has to be shown once
   */
  public record Added(Repository repository, String webhookUrl, boolean madeUp) {}
}
