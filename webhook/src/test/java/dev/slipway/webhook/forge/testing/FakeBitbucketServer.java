package dev.slipway.webhook.forge.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Bitbucket Data Center. */
final class FakeBitbucketServer extends FakeApi {
  private static final String REPO = "/api/1.0/projects/([^/]+/repos/[^/]+)";
  private static final Set<String> HOOK_FIELDS =
      Set.of("name", "url", "active", "sslVerificationRequired", "events", "configuration");

  FakeBitbucketServer(FakeForge forge) {
    super(forge);
    on(
        "GET",
        "/api/1.0/application-properties",
        (_, _) -> FakeReply.text(200, "{}").with("X-AUSERID", USER_ID).with("X-AUSERNAME", LOGIN));
    on("GET", "/api/1.0/repos", (request, _) -> list(request));
    on("POST", "/build-status/1.0/commits/([0-9a-f]{40})", this::setStatus);
    onRepository("GET", REPO, (_, repository, _) -> FakeReply.json(200, repository(repository)));
    onRepository(
        "GET",
        REPO + "/default-branch",
        (_, _, _) -> FakeReply.text(200, "{\"displayId\":\"main\"}"));
    onRepository(
        "GET",
        REPO + "/browse/Dockerfile",
        (_, repository, _) ->
            repository.dockerfile ? FakeReply.text(200, "{\"type\":\"FILE\"}") : notFound());
    comments();
    FakeHooks.add(this, REPO + "/webhooks", "PUT", this::hook);
  }

  @Override
  String prefix() {
    return "/rest";
  }

  @Override
  String authorization() {
    return "Bearer " + forge.token;
  }

  @Override
  String nameOf(String part) {
    return part.replace("/repos/", "/");
  }

  @Override
  FakeReply forbidden() {
    return FakeReply.text(403, "{\"errors\":[{\"message\":\"You are not permitted\"}]}");
  }

  private FakeReply list(FakeRequest request) {
    String permission = request.query().getOrDefault("permission", "");
    String name = request.query().getOrDefault("name", "");
    List<ObjectNode> all =
        forge.repositories.values().stream()
            .filter(each -> permission.equals("REPO_READ") || each.admin)
            .filter(each -> each.slug().contains(name))
            .map(this::repository)
            .toList();
    return paged(request, all);
  }

  @Override
  FakeReply paged(FakeRequest request, List<ObjectNode> all) {
    int from = Math.min(all.size(), request.number("start", 0));
    int to = Math.min(all.size(), from + Math.min(request.number("limit", 25), forge.largestPage));
    ObjectNode json = object().put("isLastPage", to == all.size());
    json.set("values", array(all.subList(from, to)));
    if (to < all.size()) {
      json.put("nextPageStart", to);
    }
    return FakeReply.json(200, json);
  }

  private ObjectNode repository(FakeRepository repository) {
    ObjectNode json = about(repository).put("slug", repository.slug()).put("public", false);
    json.putObject("project").put("key", repository.owner());
    addCloneLink(json, "http", repository.cloneUrl.toString());
    return json;
  }

  /** Statuses belong to the commit, whichever repository it is in; kept with the first. */
  private FakeReply setStatus(FakeRequest request, List<String> groups) {
    expect(request, Set.of("key", "name", "state", "description", "url"), Set.of());
    FakeRepository first = forge.repositories.values().iterator().next();
    first.statuses.add(status(request, groups.getFirst(), "key", "url"));
    return FakeReply.empty(204);
  }

  private void comments() {
    String path = REPO + "/pull-requests/([0-9]+)";
    FakeComments comments = new FakeComments(this, new Versioned());
    onRepository("GET", path + "/activities", comments::list);
    onRepository("POST", path + "/comments", comments::add);
    onRepository("PUT", path + "/comments/([0-9]+)", comments::change);
  }

  /** Comments are listed among the activities, and changed with the version that was read. */
  private final class Versioned implements FakeComments.Form {
    @Override
    public ObjectNode json(FakeComment comment) {
      ObjectNode json =
          object()
              .put("id", comment.id())
              .put("version", comment.version())
              .put("text", comment.body());
      json.putObject("author").put("id", Integer.parseInt(comment.authorId()));
      return json;
    }

    @Override
    public ObjectNode listed(FakeComment comment) {
      ObjectNode json = object().put("action", "COMMENTED");
      json.set("comment", json(comment));
      return json;
    }

    @Override
    public String text(FakeRequest request) {
      boolean adds = request.method().equals("POST");
      expect(request, adds ? Set.of("text") : Set.of("text", "version"), Set.of());
      return request.body().path("text").asText();
    }

    @Override
    public boolean takes(FakeRequest request, FakeComment there) {
      return request.body().path("version").asInt() == there.version();
    }
  }

  private FakeHook hook(FakeRequest request, int number, @Nullable FakeHook old) {
    expect(request, HOOK_FIELDS, Set.of());
    JsonNode body = request.body();
    ObjectNode json = body.deepCopy();
    json.put("id", number).withObject("/configuration").put("secret", "set");
    return new FakeHook(
        Integer.toString(number),
        body.path("url").asText(),
        body.path("configuration").path("secret").asText(),
        json);
  }
}
