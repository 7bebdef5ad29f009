package dev.slipway.webhook.forge.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
    at("GET", "", (_, repository, _) -> FakeReply.json(200, repository(repository)));
    at("GET", "/default-branch", (_, _, _) -> FakeReply.text(200, "{\"displayId\":\"main\"}"));
    at(
        "GET",
        "/browse/Dockerfile",
        (_, repository, _) ->
            repository.dockerfile ? FakeReply.text(200, "{\"type\":\"FILE\"}") : notFound());
    comments();
    hooks();
  }

  @Override
  String prefix() {
    return "/rest";
  }

  @Override
  String authorization() {
    return "Bearer " + forge.token;
  }

  private void at(String method, String path, OnRepository handler) {
    on(
        method,
        REPO + path,
        (request, groups) -> {
          String name = groups.getFirst().replace("/repos/", "/");
          return Optional.ofNullable(forge.repositories.get(name))
              .map(each -> handler.handle(request, each, groups.subList(1, groups.size())))
              .orElseGet(FakeApi::notFound);
        });
  }

  private void atHooks(String method, String path, OnRepository handler) {
    at(
        method,
        path,
        (request, repository, groups) ->
            repository.admin
                ? handler.handle(request, repository, groups)
                : FakeReply.text(403, "{\"errors\":[{\"message\":\"You are not permitted\"}]}"));
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

  private FakeReply paged(FakeRequest request, List<ObjectNode> all) {
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
    ObjectNode json =
        object()
            .put("slug", repository.slug())
            .put("description", "about " + repository.slug())
            .put("public", false);
    json.putObject("project").put("key", repository.owner());
    json.putObject("links")
        .putArray("clone")
        .addObject()
        .put("name", "http")
        .put("href", repository.cloneUrl.toString());
    return json;
  }

  /** Statuses belong to the commit, whichever repository it is in; kept with the first. */
  private FakeReply setStatus(FakeRequest request, List<String> groups) {
    expect(request, Set.of("key", "name", "state", "description", "url"), Set.of());
    JsonNode body = request.body();
    forge
        .repositories
        .values()
        .iterator()
        .next()
        .statuses
        .add(
            new FakeStatus(
                groups.getFirst(),
                body.path("key").asText(),
                body.path("state").asText(),
                body.path("description").asText(),
                body.path("url").asText()));
    return FakeReply.empty(204);
  }

  private void comments() {
    at(
        "GET",
        "/pull-requests/([0-9]+)/activities",
        (request, repository, groups) ->
            paged(
                request,
                repository.commentsOn(Integer.parseInt(groups.getFirst())).stream()
                    .map(FakeBitbucketServer::activity)
                    .toList()));
    at(
        "POST",
        "/pull-requests/([0-9]+)/comments",
        (request, repository, groups) -> {
          expect(request, Set.of("text"), Set.of());
          int pullRequest = Integer.parseInt(groups.getFirst());
          String text = request.body().path("text").asText();
          return FakeReply.json(201, comment(addComment(repository, pullRequest, text)));
        });
    at("PUT", "/pull-requests/([0-9]+)/comments/([0-9]+)", this::change);
  }

  private FakeReply change(FakeRequest request, FakeRepository repository, List<String> groups) {
    expect(request, Set.of("text", "version"), Set.of());
    int id = Integer.parseInt(groups.getLast());
    int version = request.body().path("version").asInt();
    boolean current =
        repository.commentsOn(Integer.parseInt(groups.getFirst())).stream()
            .anyMatch(comment -> comment.id() == id && comment.version() == version);
    if (!current) {
      return FakeReply.text(409, "{\"errors\":[{\"message\":\"another version\"}]}");
    }
    return changeComment(repository, id, request.body().path("text").asText())
        .map(comment -> FakeReply.json(200, comment(comment)))
        .orElseGet(FakeApi::notFound);
  }

  private static ObjectNode activity(FakeComment comment) {
    ObjectNode json = object().put("action", "COMMENTED");
    json.set("comment", comment(comment));
    return json;
  }

  private static ObjectNode comment(FakeComment comment) {
    ObjectNode json =
        object()
            .put("id", comment.id())
            .put("version", comment.version())
            .put("text", comment.body());
    json.putObject("author").put("id", Integer.parseInt(comment.authorId()));
    return json;
  }

  private void hooks() {
    atHooks(
        "GET",
        "/webhooks",
        (request, repository, _) ->
            paged(request, repository.hooks.stream().map(FakeHook::json).toList()));
    atHooks(
        "POST",
        "/webhooks",
        (request, repository, _) -> keepHook(repository, hook(request, forge.nextId()), 201));
    atHooks(
        "PUT",
        "/webhooks/([0-9]+)",
        (request, repository, groups) ->
            hook(repository, groups.getFirst()).isEmpty()
                ? notFound()
                : keepHook(repository, hook(request, Integer.parseInt(groups.getFirst())), 200));
    atHooks(
        "DELETE",
        "/webhooks/([0-9]+)",
        (_, repository, groups) -> removeHook(repository, groups.getFirst()));
  }

  private FakeHook hook(FakeRequest request, int id) {
    expect(request, HOOK_FIELDS, Set.of());
    JsonNode body = request.body();
    ObjectNode json = body.deepCopy();
    json.put("id", id).withObject("/configuration").put("secret", "set");
    return new FakeHook(
        Integer.toString(id),
        body.path("url").asText(),
        body.path("configuration").path("secret").asText(),
        json);
  }
}
