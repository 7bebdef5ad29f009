package dev.slipway.webhook.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.webhook.forge.BitbucketStatuses.Words;
import dev.slipway.webhook.forge.ForgeApi.Hook;
import java.util.ArrayList;
import java.util.List;

/**
 * Bitbucket Cloud, with an access token, or with an API token written as {@code EMAIL:TOKEN}. It
 * does not redeliver by its API; statuses stand for deployments too.
 *
 * @see <a href="https://developer.atlassian.com/cloud/bitbucket/rest/">Bitbucket's API</a>
 */
final class BitbucketForge implements HookForm, CommentBook {
  private static final int LONGEST_KEY = 40;

  private static final List<String> EVENTS =
      List.of(
          "repo:push",
          "pullrequest:created",
          "pullrequest:updated",
          "pullrequest:fulfilled",
          "pullrequest:rejected");

  private final ForgeClient client;

  private BitbucketForge(ForgeClient client) {
    this.client = client;
  }

  static ForgeApi of(ForgeClient client) {
    BitbucketForge bitbucket = new BitbucketForge(client);
    return new ConnectedForge(
        client.site(),
        new TokenUser(bitbucket::user),
        new BitbucketRepositories(client),
        new RestHooks(client, bitbucket),
        new BitbucketStatuses(
            client, BitbucketForge::statusesOf, new Words(LONGEST_KEY, "STOPPED")),
        bitbucket);
  }

  private ForgeApi.User user(String what) throws ForgeException {
    JsonNode json = client.get(what, "/user");
    String nickname = Json.text(json, "nickname");
    String name = nickname.isEmpty() ? Json.text(json, "username") : nickname;
    return new ForgeApi.User(Json.text(json, "uuid"), name);
  }

  private static String statusesOf(RepositoryName name, CommitSha commit) {
    return "/repositories/" + name + "/commit/" + commit + "/statuses/build";
  }

  @Override
  public String path(RepositoryName name) {
    return "/repositories/" + name + "/hooks";
  }

  @Override
  public String most() {
    return "?pagelen=100";
  }

  @Override
  public String idField() {
    return "uuid";
  }

  @Override
  public String toChange() {
    return "PUT";
  }

  @Override
  public HookFaults faults(HookFaults faults, JsonNode hook, Hook wanted) {
    return faults
        .events(hook.path("events"), EVENTS)
        .secret(hook.path("secret_set").asBoolean(true))
        .certificate(wanted, !hook.path("skip_cert_verification").asBoolean());
  }

  @Override
  public ObjectNode wanted(Hook hook) {
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
  public Marker marker() {
    return Marker.LINK;
  }

  @Override
  public Page page(Talk talk, int from) throws ForgeException {
    String query = "?pagelen=100&page=" + (from + 1);
    JsonNode list = client.get(talk.what(), commentsOf(talk) + query);
    List<FoundComment> found = new ArrayList<>();
    for (JsonNode comment : Json.items(list)) {
      if (!comment.path("deleted").asBoolean()) {
        String author = Json.text(comment.path("user"), "uuid");
        String text = Json.text(comment.path("content"), "raw");
        found.add(new FoundComment(Json.text(comment, "id"), author, text, 0));
      }
    }
    return new Page(found, list.has("next") ? from + 1 : null);
  }

  @Override
  public void add(Talk talk, String text) throws ForgeException {
    client.post(talk.what(), commentsOf(talk), comment(text));
  }

  @Override
  public void change(Talk talk, FoundComment comment, String text) throws ForgeException {
    client.put(talk.what(), commentsOf(talk) + "/" + comment.id(), comment(text));
  }

  private static String commentsOf(Talk talk) {
    return "/repositories/"
        + talk.repository()
        + "/pullrequests/"
        + talk.pullRequest()
        + "/comments";
  }

  private static ObjectNode comment(String text) {
    ObjectNode body = Json.object();
    body.putObject("content").put("raw", text);
    return body;
  }
}
