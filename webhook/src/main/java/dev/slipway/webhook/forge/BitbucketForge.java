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
 * Bitbucket Cloud, with an access token, or with an API token written as {@code EMAIL:TOKEN}. It
 * does not redeliver by its API; statuses stand for deployments too.
 *
 * @see <a href="https://developer.atlassian.com/cloud/bitbucket/rest/">Bitbucket's API</a>
 */
final class BitbucketForge implements ForgeApi, HookBook {
  private static final int LONGEST_KEY = 40;
  private static final int LONGEST_DESCRIPTION = 255;
  private static final int MOST_PAGES = 10;

  private static final List<String> EVENTS =
      List.of(
          "repo:push",
          "pullrequest:created",
          "pullrequest:updated",
          "pullrequest:fulfilled",
          "pullrequest:rejected");

  private final ForgeClient client;
  private final BitbucketRepositories repositories;
  private final Hooks hooks;
  private volatile @Nullable User me;

  BitbucketForge(ForgeClient client) {
    this.client = client;
    this.repositories = new BitbucketRepositories(client);
    this.hooks = new Hooks(this);
  }

  @Override
  public User user() throws ForgeException {
    JsonNode json = client.get("say whose token it is", "/user");
    String nickname = Json.text(json, "nickname");
    User user =
        new User(
            Json.text(json, "uuid"), nickname.isEmpty() ? Json.text(json, "username") : nickname);
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
        "remove the webhook of " + name, hooksOf(name) + "/" + ForgeClient.encoded(hookId));
  }

  private static String hooksOf(RepositoryName name) {
    return "/repositories/" + name + "/hooks";
  }

  @Override
  public List<FoundHook> list(RepositoryName name, Hook wanted) throws ForgeException {
    List<FoundHook> all = new ArrayList<>();
    JsonNode list =
        client.get("list the webhooks of " + name, hooksOf(name) + "?pagelen=100").path("values");
    for (JsonNode hook : list) {
      String url = Json.text(hook, "url");
      List<String> faults =
          new HookFaults()
              .url(url, wanted)
              .when(!hook.path("active").asBoolean(true), "it was switched off")
              .events(hook.path("events"), EVENTS)
              .when(!hook.path("secret_set").asBoolean(true), "it had no secret")
              .when(
                  HookFaults.encrypted(wanted) && hook.path("skip_cert_verification").asBoolean(),
                  "it did not check the certificate")
              .list();
      all.add(new FoundHook(Json.text(hook, "uuid"), url, faults));
    }
    return all;
  }

  @Override
  public String create(RepositoryName name, Hook hook) throws ForgeException {
    return Json.text(
        client.post("install the webhook of " + name, hooksOf(name), wanted(hook)), "uuid");
  }

  @Override
  public void update(RepositoryName name, String id, Hook hook) throws ForgeException {
    client.put(
        "change the webhook of " + name,
        hooksOf(name) + "/" + ForgeClient.encoded(id),
        wanted(hook));
  }

  private static ObjectNode wanted(Hook hook) {
    ObjectNode body =
        Json.object()
            .put("description", "Slipway")
            .put("url", hook.url().toString())
            .put("active", true)
            .put("skip_cert_verification", false)
            .put("secret", hook.secret().reveal());
    EVENTS.forEach(body.putArray("events")::add);
    return body;
  }

  @Override
  public void setStatus(RepositoryName name, CommitSha commit, CommitStatus status)
      throws ForgeException {
    client.post(
        "set the status of " + name + " at " + commit.abbreviated(),
        "/repositories/" + name + "/commit/" + commit + "/statuses/build",
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
      case FAILED, ERROR -> "FAILED";
      case CANCELED -> "STOPPED";
    };
  }

  @Override
  public void comment(RepositoryName name, int pullRequest, String marker, String markdown)
      throws ForgeException {
    String what = "comment on pull request " + pullRequest + " of " + name;
    String comments = "/repositories/" + name + "/pullrequests/" + pullRequest + "/comments";
    Optional<String> there = find(what, comments, Marker.LINK.hidden(marker));
    ObjectNode body = Json.object();
    body.putObject("content").put("raw", Marker.LINK.mark(marker, markdown));
    if (there.isPresent()) {
      client.put(what, comments + "/" + there.get(), body);
    } else {
      client.post(what, comments, body);
    }
  }

  private Optional<String> find(String what, String comments, String hidden) throws ForgeException {
    String author = ownId();
    for (int page = 1; page <= MOST_PAGES; page++) {
      JsonNode list = client.get(what, comments + "?pagelen=100&page=" + page);
      for (JsonNode comment : list.path("values")) {
        if (!comment.path("deleted").asBoolean()
            && Json.text(comment.path("user"), "uuid").equals(author)
            && Json.text(comment.path("content"), "raw").contains(hidden)) {
          return Optional.of(Json.text(comment, "id"));
        }
      }
      if (!list.has("next")) {
        return Optional.empty();
      }
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
