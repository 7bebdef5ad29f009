package dev.slipway.webhook.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeException.Kind;
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
 * Bitbucket Data Center, with an HTTP access token. It does not redeliver by its API; statuses
 * stand for deployments too.
 *
 * @see <a href="https://developer.atlassian.com/server/bitbucket/rest/">Its API</a>
 */
final class BitbucketServerForge implements ForgeApi, HookBook {
  private static final int LONGEST_KEY = 255;
  private static final int LONGEST_DESCRIPTION = 255;
  private static final int PER_PAGE = 100;
  private static final int MOST_PAGES = 10;

  private static final List<String> EVENTS =
      List.of(
          "repo:refs_changed",
          "pr:opened",
          "pr:from_ref_updated",
          "pr:modified",
          "pr:merged",
          "pr:declined",
          "pr:deleted");

  private final ForgeClient client;
  private final BitbucketServerRepositories repositories;
  private final Hooks hooks;
  private volatile @Nullable User me;

  BitbucketServerForge(ForgeClient client) {
    this.client = client;
    this.repositories = new BitbucketServerRepositories(client);
    this.hooks = new Hooks(this);
  }

  /** No call says who is asking, but every answer does in two headers. */
  @Override
  public User user() throws ForgeException {
    String what = "say whose token it is";
    Answer answer = client.send(what, "GET", "/api/1.0/application-properties", null);
    Optional<String> id = answer.header("X-AUSERID");
    if (id.isEmpty()) {
      throw new ForgeException(
          Kind.UNAUTHORIZED,
          client.site().name() + " did not " + what + ": it took the request for an anonymous one",
          "connect the account again with a token that is valid");
    }
    User user = new User(id.get(), answer.header("X-AUSERNAME").orElse(id.get()));
    me = user;
    return user;
  }

  private String ownId() throws ForgeException {
    User user = me;
    return (user == null ? user() : user).id();
  }

  @Override
  public Listing repositories(String query, @Nullable String page) throws ForgeException {
    return repositories.list(query, page);
  }

  @Override
  public ForgeRepository repository(RepositoryName name) throws ForgeException {
    return repositories.one(name);
  }

  static String pathOf(RepositoryName name) {
    return "/api/1.0/projects/" + name.owner() + "/repos/" + name.name();
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
        "remove the webhook of " + name, pathOf(name) + "/webhooks/" + ForgeClient.encoded(hookId));
  }

  @Override
  public List<FoundHook> list(RepositoryName name, Hook wanted) throws ForgeException {
    List<FoundHook> all = new ArrayList<>();
    JsonNode list =
        client
            .get("list the webhooks of " + name, pathOf(name) + "/webhooks?limit=" + PER_PAGE)
            .path("values");
    for (JsonNode hook : list) {
      String url = Json.text(hook, "url");
      JsonNode configuration = hook.path("configuration");
      List<String> faults =
          new HookFaults()
              .url(url, wanted)
              .when(!hook.path("active").asBoolean(true), "it was switched off")
              .events(hook.path("events"), EVENTS)
              .when(Json.text(configuration, "secret").isEmpty(), "it had no secret")
              .when(
                  HookFaults.encrypted(wanted)
                      && !hook.path("sslVerificationRequired").asBoolean(true),
                  "it did not check the certificate")
              .list();
      all.add(new FoundHook(Json.text(hook, "id"), url, faults));
    }
    return all;
  }

  @Override
  public String create(RepositoryName name, Hook hook) throws ForgeException {
    return Json.text(
        client.post("install the webhook of " + name, pathOf(name) + "/webhooks", wanted(hook)),
        "id");
  }

  @Override
  public void update(RepositoryName name, String id, Hook hook) throws ForgeException {
    client.put(
        "change the webhook of " + name,
        pathOf(name) + "/webhooks/" + ForgeClient.encoded(id),
        wanted(hook));
  }

  private static ObjectNode wanted(Hook hook) {
    ObjectNode body =
        Json.object()
            .put("name", "Slipway")
            .put("url", hook.url().toString())
            .put("active", true)
            .put("sslVerificationRequired", true);
    EVENTS.forEach(body.putArray("events")::add);
    body.putObject("configuration").put("secret", hook.secret().reveal());
    return body;
  }

  @Override
  public void setStatus(RepositoryName name, CommitSha commit, CommitStatus status)
      throws ForgeException {
    client.post(
        "set the status of " + name + " at " + commit.abbreviated(),
        "/build-status/1.0/commits/" + commit,
        Json.object()
            .put("key", Shortened.key(status.context(), LONGEST_KEY))
            .put("name", status.context())
            .put("state", state(status.state()))
            .put("description", Shortened.text(status.description(), LONGEST_DESCRIPTION))
            .put("url", status.target().toString()));
  }

  private static String state(CommitStatus.State state) {
    return switch (state) {
      case QUEUED, RUNNING -> "INPROGRESS";
      case SUCCEEDED -> "SUCCESSFUL";
      case FAILED, ERROR, CANCELED -> "FAILED";
    };
  }

  /** Comments are found among the activities; changing one needs the version that was read. */
  @Override
  public void comment(RepositoryName name, int pullRequest, String marker, String markdown)
      throws ForgeException {
    String what = "comment on pull request " + pullRequest + " of " + name;
    String path = pathOf(name) + "/pull-requests/" + pullRequest;
    Optional<JsonNode> there = find(what, path, Marker.LINK.hidden(marker));
    ObjectNode body = Json.object().put("text", Marker.LINK.mark(marker, markdown));
    if (there.isPresent()) {
      body.put("version", there.get().path("version").asInt());
      client.put(what, path + "/comments/" + Json.text(there.get(), "id"), body);
    } else {
      client.post(what, path + "/comments", body);
    }
  }

  private Optional<JsonNode> find(String what, String path, String hidden) throws ForgeException {
    String author = ownId();
    int start = 0;
    for (int page = 0; page < MOST_PAGES; page++) {
      JsonNode list = client.get(what, path + "/activities?limit=" + PER_PAGE + "&start=" + start);
      for (JsonNode activity : list.path("values")) {
        JsonNode comment = activity.path("comment");
        if (Json.text(activity, "action").equals("COMMENTED")
            && Json.text(comment.path("author"), "id").equals(author)
            && Json.text(comment, "text").contains(hidden)) {
          return Optional.of(comment);
        }
      }
      if (list.path("isLastPage").asBoolean(true)) {
        return Optional.empty();
      }
      start = list.path("nextPageStart").asInt();
    }
    return Optional.empty();
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
