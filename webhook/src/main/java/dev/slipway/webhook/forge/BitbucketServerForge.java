package dev.slipway.webhook.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeException.Kind;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.webhook.forge.BitbucketStatuses.Words;
import dev.slipway.webhook.forge.ForgeApi.Hook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Bitbucket Data Center, with an HTTP access token. It does not redeliver by its API; statuses
 * stand for deployments too.
 *
 * @see <a href="https://developer.atlassian.com/server/bitbucket/rest/">Its API</a>
 */
final class BitbucketServerForge implements HookForm, CommentBook {
  private static final int LONGEST_KEY = 255;

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

  private BitbucketServerForge(ForgeClient client) {
    this.client = client;
  }

  static ForgeApi of(ForgeClient client) {
    BitbucketServerForge bitbucket = new BitbucketServerForge(client);
    return new ConnectedForge(
        client.site(),
        new TokenUser(bitbucket::user),
        new BitbucketServerRepositories(client),
        new RestHooks(client, bitbucket),
        new BitbucketStatuses(
            client,
            (_, commit) -> "/build-status/1.0/commits/" + commit,
            new Words(LONGEST_KEY, "FAILED")),
        bitbucket);
  }

  /** No call says who is asking, but every answer does in two headers. */
  private ForgeApi.User user(String what) throws ForgeException {
    Answer answer = client.send(what, "GET", "/api/1.0/application-properties", null);
    Optional<String> id = answer.header("X-AUSERID");
    if (id.isEmpty()) {
      throw new ForgeException(
          Kind.UNAUTHORIZED,
          client.site().name() + " did not " + what + ": it took the request for an anonymous one",
          "connect the account again with a token that is valid");
    }
    return new ForgeApi.User(id.get(), answer.header("X-AUSERNAME").orElse(id.get()));
  }

  static String pathOf(RepositoryName name) {
    return "/api/1.0/projects/" + name.owner() + "/repos/" + name.name();
  }

  @Override
  public String path(RepositoryName name) {
    return pathOf(name) + "/webhooks";
  }

  @Override
  public String most() {
    return "?limit=100";
  }

  @Override
  public String toChange() {
    return "PUT";
  }

  @Override
  public HookFaults faults(HookFaults faults, JsonNode hook, Hook wanted) {
    return faults
        .events(hook.path("events"), EVENTS)
        .secret(!Json.text(hook.path("configuration"), "secret").isEmpty())
        .certificate(wanted, hook.path("sslVerificationRequired").asBoolean(true));
  }

  @Override
  public ObjectNode wanted(Hook hook) {
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
  public Marker marker() {
    return Marker.LINK;
  }

  /** Comments are found among the activities. */
  @Override
  public Page page(Talk talk, int from) throws ForgeException {
    String query = "/activities?limit=100&start=" + from;
    JsonNode list = client.get(talk.what(), pathOf(talk) + query);
    List<FoundComment> found = new ArrayList<>();
    for (JsonNode activity : Json.items(list)) {
      JsonNode comment = activity.path("comment");
      if (Json.text(activity, "action").equals("COMMENTED")) {
        found.add(
            new FoundComment(
                Json.text(comment, "id"),
                Json.text(comment.path("author"), "id"),
                Json.text(comment, "text"),
                comment.path("version").asInt()));
      }
    }
    boolean last = list.path("isLastPage").asBoolean(true);
    return new Page(found, last ? null : list.path("nextPageStart").asInt());
  }

  @Override
  public void add(Talk talk, String text) throws ForgeException {
    client.post(talk.what(), pathOf(talk) + "/comments", Json.object().put("text", text));
  }

  /** Changing one needs the version that was read. */
  @Override
  public void change(Talk talk, FoundComment comment, String text) throws ForgeException {
    String path = pathOf(talk) + "/comments/" + comment.id();
    ObjectNode body = Json.object().put("text", text).put("version", comment.version());
    client.put(talk.what(), path, body);
  }

  private static String pathOf(Talk talk) {
    return pathOf(talk.repository()) + "/pull-requests/" + talk.pullRequest();
  }
}
