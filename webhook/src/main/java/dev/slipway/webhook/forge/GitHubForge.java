package dev.slipway.webhook.forge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeRepository;
import dev.slipway.core.account.Onboarding.Listing;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.RepositoryName;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.GHCommitState;
import org.kohsuke.github.GHMyself;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubAbuseLimitHandler;
import org.kohsuke.github.GitHubBuilder;
import org.kohsuke.github.GitHubRateLimitHandler;
import org.kohsuke.github.RateLimitChecker;

/**
 * GitHub and GitHub Enterprise. Users and statuses go through github-api; lists by page, changing
 * webhooks, their deliveries, and deployments as they are today, which it does not offer, are asked
 * for directly.
 *
 * @see <a href="https://docs.github.com/en/rest">GitHub's REST API</a>
 */
final class GitHubForge implements ForgeApi {
  private static final int LONGEST_DESCRIPTION = 140;
  private static final int PER_PAGE = 100;
  private static final int MOST_KNOWN = 500;

  private final ForgeClient client;
  private final GitHub library;
  private final Hooks hooks;
  private final IssueComments comments;
  private final GitHubRedelivery redelivery;
  private final GitHubDeployments deployments;
  private final Map<RepositoryName, GHRepository> known = new ConcurrentHashMap<>();
  private volatile @Nullable User me;

  GitHubForge(ForgeClient client) {
    this.client = client;
    this.library = library(client);
    this.hooks = new Hooks(new GitHubHooks(client));
    this.comments = new IssueComments(client);
    this.redelivery = new GitHubRedelivery(client);
    this.deployments = new GitHubDeployments(client);
  }

  private static GitHub library(ForgeClient client) {
    try {
      return new GitHubBuilder()
          .withEndpoint(client.site().api().toString())
          .withAuthorizationProvider(() -> client.site().authorization())
          .withConnector(new GitHubTransport(client))
          .withRateLimitHandler(GitHubRateLimitHandler.FAIL)
          .withAbuseLimitHandler(GitHubAbuseLimitHandler.FAIL)
          .withRateLimitChecker(RateLimitChecker.NONE)
          .build();
    } catch (IOException e) {
      throw new IllegalStateException("github-api asked GitHub before it was told to", e);
    }
  }

  @Override
  public User user() throws ForgeException {
    User user =
        client.through(
            "say whose token it is",
            () -> {
              GHMyself myself = library.getMyself();
              return new User(Long.toString(myself.getId()), myself.getLogin());
            });
    me = user;
    return user;
  }

  private String ownId() throws ForgeException {
    User user = me;
    return (user == null ? user() : user).id();
  }

  @Override
  public Listing repositories(String query, @Nullable String page) throws ForgeException {
    Listing listing = RepositoryPages.matching(query, page, this::listed);
    return new Listing(
        DockerfileSearch.mark(listing.repositories(), this::hasDockerfile), listing.next());
  }

  private RepositoryPages.Page listed(int number) throws ForgeException {
    JsonNode list =
        client.get(
            "list the repositories",
            "/user/repos?sort=pushed&per_page=" + PER_PAGE + "&page=" + number);
    List<ForgeRepository> found = new ArrayList<>();
    for (JsonNode each : list) {
      boolean admin = each.path("permissions").path("admin").asBoolean();
      RepositoryPages.likeGitHub(each, Json.text(each, "clone_url"), admin).ifPresent(found::add);
    }
    return new RepositoryPages.Page(found, list.size() == PER_PAGE);
  }

  private boolean hasDockerfile(ForgeRepository repository) throws ForgeException {
    return client.exists(
        "say what is in " + repository.name(),
        "/repos/" + repository.name() + "/contents/Dockerfile");
  }

  @Override
  public ForgeRepository repository(RepositoryName name) throws ForgeException {
    String what = "show the repository " + name;
    JsonNode json = client.get(what, "/repos/" + name);
    boolean admin = json.path("permissions").path("admin").asBoolean();
    ForgeRepository repository =
        RepositoryPages.likeGitHub(json, Json.text(json, "clone_url"), admin)
            .orElseThrow(() ->
                Trouble.unavailable("what came back is no repository", null)
                    .during(client.site().name(), what));
    return DockerfileSearch.markOne(repository, this::hasDockerfile);
  }

  @Override
  public String installHook(RepositoryName name, Hook hook) throws ForgeException {
    return hooks.install(name, hook);
  }

  @Override
  public CheckedHook repairHook(RepositoryName name, String hookId, Hook hook)
      throws ForgeException {
    return hooks.repair(name, hookId, hook);
  }

  @Override
  public void removeHook(RepositoryName name, String hookId) throws ForgeException {
    client.delete(
        "remove the webhook of " + name,
        "/repos/" + name + "/hooks/" + ForgeClient.encoded(hookId));
  }

  @Override
  public void setStatus(RepositoryName name, CommitSha commit, CommitStatus status)
      throws ForgeException {
    String description = Shortened.text(status.description(), LONGEST_DESCRIPTION);
    with(
        name,
        "set the status of " + name + " at " + commit.abbreviated(),
        repository ->
            repository.createCommitStatus(
                commit.hex(),
                state(status.state()),
                status.target().toString(),
                description,
                status.context()));
  }

  private static GHCommitState state(CommitStatus.State state) {
    return switch (state) {
      case QUEUED, RUNNING -> GHCommitState.PENDING;
      case SUCCEEDED -> GHCommitState.SUCCESS;
      case FAILED -> GHCommitState.FAILURE;
      case CANCELED, ERROR -> GHCommitState.ERROR;
    };
  }

  @Override
  public void comment(RepositoryName name, int pullRequest, String marker, String markdown)
      throws ForgeException {
    comments.write(
        "comment on pull request " + pullRequest + " of " + name,
        "/repos/" + name + "/issues/" + pullRequest + "/comments",
        "/repos/" + name + "/issues/comments",
        ownId(),
        IssueComments.Text.of(Marker.HTML, marker, markdown));
  }

  @Override
  public int redeliverFailed(RepositoryName name, String hookId, Instant since)
      throws ForgeException {
    return redelivery.redeliver(name, hookId, since);
  }

  @Override
  public String deployment(
      RepositoryName name, @Nullable String forgeId, ForgeDeployment deployment)
      throws ForgeException {
    return deployments.record(name, forgeId, deployment);
  }

  /** The library wants the repository first; it is asked for once, and again after a failure. */
  private <T> T with(RepositoryName name, String what, RepositoryCall<T> call)
      throws ForgeException {
    try {
      return client.through(
          what,
          () -> {
            GHRepository repository = known.get(name);
            if (repository == null) {
              repository = library.getRepository(name.value());
              remember(name, repository);
            }
            return call.on(repository);
          });
    } catch (ForgeException e) {
      known.remove(name);
      throw e;
    }
  }

  private void remember(RepositoryName name, GHRepository repository) {
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    known.put(name, repository);
  }

  /** What is asked of a repository. */
  @FunctionalInterface
  private interface RepositoryCall<T> {
    T on(GHRepository repository) throws IOException;
  }
}
