package dev.slipway.webhook.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeRepository;
import dev.slipway.core.account.Onboarding.Listing;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.RepositoryName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gitea and Forgejo, whose APIs are the same as far as they are used here. Neither redelivers by
 * its API, nor keeps records of deployments.
 *
 * @see <a href="https://docs.gitea.com/api/">Gitea's API</a>
 */
final class GiteaForge implements ForgeApi, HookBook {
  private static final int PER_PAGE = 50;

  /**
   * Deleted branches come as {@code delete} only; tags and new branches as {@code push}; new
   * commits of a pull request under a name of their own.
   */
  private static final List<String> EVENTS =
      List.of("push", "delete", "pull_request", "pull_request_sync");

  private final ForgeClient client;
  private final Hooks hooks;
  private final IssueComments comments;
  private volatile @Nullable User me;

  GiteaForge(ForgeClient client) {
    this.client = client;
    this.hooks = new Hooks(this);
    this.comments = new IssueComments(client);
  }

  @Override
  public User user() throws ForgeException {
    JsonNode json = client.get("say whose token it is", "/user");
    User user = new User(Json.text(json, "id"), Json.text(json, "login"));
    me = user;
    return user;
  }

  private String ownId() throws ForgeException {
    User user = me;
    return (user == null ? user() : user).id();
  }

  @Override
  public Listing repositories(String query, @Nullable String page) throws ForgeException {
    int number = RepositoryPages.number(page);
    JsonNode list =
        client
            .get(
                "list the repositories",
                "/repos/search?uid="
                    + ForgeClient.encoded(ownId())
                    + "&q="
                    + ForgeClient.encoded(query.strip())
                    + "&sort=updated&order=desc&limit="
                    + PER_PAGE
                    + "&page="
                    + number)
            .path("data");
    List<ForgeRepository> found = new ArrayList<>();
    for (JsonNode each : list) {
      RepositoryPages.likeGitHub(each, Json.text(each, "clone_url"), admin(each))
          .ifPresent(found::add);
    }
    String next = list.size() == PER_PAGE ? Integer.toString(number + 1) : null;
    return new Listing(DockerfileSearch.mark(found, this::hasDockerfile), next);
  }

  private static boolean admin(JsonNode repository) {
    return repository.path("permissions").path("admin").asBoolean();
  }

  private boolean hasDockerfile(ForgeRepository repository) throws ForgeException {
    return client
        .find(
            "say what is in " + repository.name(),
            "/repos/" + repository.name() + "/contents/Dockerfile")
        .isPresent();
  }

  @Override
  public ForgeRepository repository(RepositoryName name) throws ForgeException {
    String what = "show the repository " + name;
    JsonNode json = client.get(what, "/repos/" + name);
    ForgeRepository repository =
        RepositoryPages.likeGitHub(json, Json.text(json, "clone_url"), admin(json))
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
  public List<FoundHook> list(RepositoryName name, Hook wanted) throws ForgeException {
    List<FoundHook> all = new ArrayList<>();
    for (JsonNode hook :
        client.get("list the webhooks of " + name, "/repos/" + name + "/hooks?limit=50")) {
      String url = Json.text(hook.path("config"), "url");
      List<String> faults =
          new HookFaults()
              .url(url, wanted)
              .when(!hook.path("active").asBoolean(true), "it was switched off")
              .events(hook.path("events"), EVENTS)
              .when(
                  !Json.text(hook.path("config"), "content_type").equals("json"),
                  "it did not send JSON")
              .list();
      all.add(new FoundHook(Json.text(hook, "id"), url, faults));
    }
    return all;
  }

  @Override
  public String create(RepositoryName name, Hook hook) throws ForgeException {
    String type = client.site().forge() == Forge.FORGEJO ? "forgejo" : "gitea";
    JsonNode created =
        client.post(
            "install the webhook of " + name,
            "/repos/" + name + "/hooks",
            wanted(hook).put("type", type));
    return Json.text(created, "id");
  }

  @Override
  public void update(RepositoryName name, String id, Hook hook) throws ForgeException {
    client.patch(
        "change the webhook of " + name,
        "/repos/" + name + "/hooks/" + ForgeClient.encoded(id),
        wanted(hook));
  }

  private static ObjectNode wanted(Hook hook) {
    ObjectNode body = Json.object().put("active", true);
    EVENTS.forEach(body.putArray("events")::add);
    body.putObject("config")
        .put("url", hook.url().toString())
        .put("content_type", "json")
        .put("http_method", "post")
        .put("secret", hook.secret().reveal());
    return body;
  }

  @Override
  public void setStatus(RepositoryName name, CommitSha commit, CommitStatus status)
      throws ForgeException {
    client.post(
        "set the status of " + name + " at " + commit.abbreviated(),
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
  public int redeliverFailed(RepositoryName name, String hookId, Instant since) {
    return 0;
  }

  @Override
  public @Nullable String deployment(
      RepositoryName name, @Nullable String forgeId, ForgeDeployment deployment) {
    return null;
  }
}
