package dev.slipway.webhook.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeRepository;
import dev.slipway.core.account.Onboarding.Listing;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.webhook.forge.ForgeApi.Hook;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gitea and Forgejo, whose APIs are the same as far as they are used here. Neither redelivers by
 * its API, nor keeps records of deployments.
 *
 * @see <a href="https://docs.gitea.com/api/">Gitea's API</a>
 */
final class GiteaForge implements RepositoryBook, HookForm, StatusBook {
  private static final int PER_PAGE = 50;

  /**
   * Deleted branches come as {@code delete} only; tags and new branches as {@code push}; new
   * commits of a pull request under a name of their own.
   */
  private static final List<String> EVENTS =
      List.of("push", "delete", "pull_request", "pull_request_sync");

  private final ForgeClient client;
  private final TokenUser me;

  private GiteaForge(ForgeClient client) {
    this.client = client;
    this.me = TokenUser.withLogin(client);
  }

  static ForgeApi of(ForgeClient client) {
    GiteaForge gitea = new GiteaForge(client);
    HookBook hooks = new RestHooks(client, gitea);
    CommentBook comments = new IssueComments(client, "issues");
    return new ConnectedForge(client.site(), gitea.me, gitea, hooks, gitea, comments);
  }

  @Override
  public Listing list(String query, @Nullable String page) throws ForgeException {
    String mine =
        "/repos/search?uid="
            + ForgeClient.encoded(me.id())
            + "&q="
            + ForgeClient.encoded(query.strip())
            + "&sort=updated&order=desc&limit=";
    return RepositoryPages.found(
        page, RepositoryPages.Source.of(client, mine, PER_PAGE, GitHubForge::repository));
  }

  @Override
  public Optional<ForgeRepository> read(String what, RepositoryName name) throws ForgeException {
    return GitHubForge.repository(client.get(what, "/repos/" + name));
  }

  @Override
  public boolean hasDockerfile(String what, ForgeRepository repository) throws ForgeException {
    return client.find(what, "/repos/" + repository.name() + "/contents/Dockerfile").isPresent();
  }

  @Override
  public String path(RepositoryName name) {
    return "/repos/" + name + "/hooks";
  }

  @Override
  public String most() {
    return "?limit=50";
  }

  @Override
  public String url(JsonNode hook) {
    return Json.text(hook.path("config"), "url");
  }

  @Override
  public HookFaults faults(HookFaults faults, JsonNode hook, Hook wanted) {
    return faults.configured(hook, EVENTS);
  }

  @Override
  public ObjectNode wanted(Hook hook) {
    ObjectNode body = HookForm.configured(hook, EVENTS);
    body.withObject("/config").put("http_method", "post");
    return body;
  }

  @Override
  public ObjectNode fresh(Hook hook) {
    String type = client.site().forge() == Forge.FORGEJO ? "forgejo" : "gitea";
    return wanted(hook).put("type", type);
  }

  @Override
  public void set(String what, RepositoryName name, CommitSha commit, CommitStatus status)
      throws ForgeException {
    client.post(
        what,
        "/repos/" + name + "/statuses/" + commit,
        Json.object()
            .put("state", state(status.state()))
            .put("context", status.context())
            .put("description", status.description())
            .put("target_url", status.target().toString()));
  }

  private static String state(CommitStatus.State state) {
    return switch (state) {
      case QUEUED, RUNNING -> "pending";
      case SUCCEEDED -> "success";
      case FAILED -> "failure";
      case CANCELED, ERROR -> "error";
    };
  }
}
