package dev.slipway.webhook.forge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeRepository;
import dev.slipway.core.account.Onboarding.Listing;
import dev.slipway.core.source.RepositoryName;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.GHMyself;
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
final class GitHubForge implements RepositoryBook {
  private final ForgeClient client;

  private GitHubForge(ForgeClient client) {
    this.client = client;
  }

  static ForgeApi of(ForgeClient client) {
    GitHub library = library(client);
    return new ConnectedForge(
        client.site(),
        new TokenUser(what -> client.through(what, () -> user(library))),
        new GitHubForge(client),
        new RestHooks(client, new GitHubHooks(), new GitHubRedelivery(client)::redeliver),
        new GitHubStatuses(client, library),
        new IssueComments(client, "issues"));
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

  private static ForgeApi.User user(GitHub library) throws IOException {
    GHMyself myself = library.getMyself();
    return new ForgeApi.User(Long.toString(myself.getId()), myself.getLogin());
  }

  @Override
  public Listing list(String query, @Nullable String page) throws ForgeException {
    return RepositoryPages.ofUser(client, query, page, GitHubForge::repository);
  }

  @Override
  public Optional<ForgeRepository> read(String what, RepositoryName name) throws ForgeException {
    return repository(client.get(what, "/repos/" + name));
  }

  /** As Gitea and Forgejo write it too. */
  static Optional<ForgeRepository> repository(JsonNode json) {
    boolean admin = json.path("permissions").path("admin").asBoolean();
    return RepositoryPages.likeGitHub(json, Json.text(json, "clone_url"), admin);
  }

  @Override
  public boolean hasDockerfile(String what, ForgeRepository repository) throws ForgeException {
    return client.exists(what, "/repos/" + repository.name() + "/contents/Dockerfile");
  }
}
