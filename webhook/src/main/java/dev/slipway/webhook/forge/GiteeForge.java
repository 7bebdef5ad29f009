package dev.slipway.webhook.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeRepository;
import dev.slipway.core.account.Onboarding.Listing;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.RepositoryName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gitee. Its API has no commit statuses and no records of deployments, and does not redeliver:
 * those calls do nothing, and comments on pull requests are the way to speak back.
 *
 * @see <a href="https://gitee.com/api/v5/swagger">Gitee's API</a>
 */
final class GiteeForge implements ForgeApi, HookBook {
  private static final int PER_PAGE = 100;

  /** Deliveries are signed, instead of carrying the secret itself. */
  private static final int SIGNED = 1;

  private static final List<String> EVENTS =
      List.of("push_events", "tag_push_events", "merge_requests_events");

  private final ForgeClient client;
  private final Hooks hooks;
  private final IssueComments comments;
  private volatile @Nullable User me;

  GiteeForge(ForgeClient client) {
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
    list.forEach(each -> read(each).ifPresent(found::add));
    return new RepositoryPages.Page(found, list.size() == PER_PAGE);
  }

  private static Optional<ForgeRepository> read(JsonNode json) {
    boolean admin = json.path("permission").path("admin").asBoolean();
    return RepositoryPages.likeGitHub(json, Json.text(json, "html_url"), admin);
  }

  /** Gitee answers 200 for contents that are not there, so the tree is asked. */
  private boolean hasDockerfile(ForgeRepository repository) throws ForgeException {
    JsonNode tree =
        client.get(
            "say what is in " + repository.name(),
            "/repos/"
                + repository.name()
                + "/git/trees/"
                + ForgeClient.encoded(repository.defaultBranch()));
    for (JsonNode entry : tree.path("tree")) {
      if (Json.text(entry, "path").equals("Dockerfile")
          && Json.text(entry, "type").equals("blob")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public ForgeRepository repository(RepositoryName name) throws ForgeException {
    String what = "show the repository " + name;
    ForgeRepository repository =
        read(client.get(what, "/repos/" + name))
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
        client.get("list the webhooks of " + name, "/repos/" + name + "/hooks?per_page=100")) {
      String url = Json.text(hook, "url");
      boolean complete = EVENTS.stream().allMatch(event -> hook.path(event).asBoolean());
      List<String> faults =
          new HookFaults()
              .url(url, wanted)
              .when(!complete, "it lacked events")
              .when(hook.path("encryption_type").asInt(SIGNED) != SIGNED, "it did not sign")
              .list();
      all.add(new FoundHook(Json.text(hook, "id"), url, faults));
    }
    return all;
  }

  @Override
  public String create(RepositoryName name, Hook hook) throws ForgeException {
    JsonNode created =
        client.post("install the webhook of " + name, "/repos/" + name + "/hooks", wanted(hook));
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
    ObjectNode body =
        Json.object()
            .put("url", hook.url().toString())
            .put("encryption_type", SIGNED)
            .put("password", hook.secret().reveal());
    EVENTS.forEach(event -> body.put(event, true));
    return body;
  }

  /** Gitee shows no statuses beside commits; does nothing. */
  @Override
  public void setStatus(RepositoryName name, CommitSha commit, CommitStatus status) {}

  @Override
  public void comment(RepositoryName name, int pullRequest, String marker, String markdown)
      throws ForgeException {
    comments.write(
        "comment on pull request " + pullRequest + " of " + name,
        "/repos/" + name + "/pulls/" + pullRequest + "/comments",
        "/repos/" + name + "/pulls/comments",
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
