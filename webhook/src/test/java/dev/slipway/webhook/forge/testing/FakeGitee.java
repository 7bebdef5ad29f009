package dev.slipway.webhook.forge.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** Gitee, which keeps no statuses. */
final class FakeGitee extends FakeApi {
  private static final String REPO = "/repos/([^/]+/[^/]+)";
  private static final Set<String> HOOK_FIELDS =
      Set.of(
          "url",
          "encryption_type",
          "password",
          "push_events",
          "tag_push_events",
          "merge_requests_events");

  FakeGitee(FakeForge forge) {
    super(forge);
    on("GET", "/user", (_, _) -> FakeReply.json(200, FakeGitHub.user(USER_ID)));
    on("GET", "/user/repos", (request, _) -> list(request));
    onRepository("GET", REPO, (_, repository, _) -> FakeReply.json(200, repository(repository)));
    onRepository("GET", REPO + "/git/trees/main", (_, repository, _) -> tree(repository));
    FakeIssueComments.add(
        this, REPO + "/pulls/([0-9]+)/comments", REPO + "/pulls/comments/([0-9]+)");
    hooks();
  }

  @Override
  String prefix() {
    return "/api/v5";
  }

  @Override
  String authorization() {
    return "Bearer " + forge.token;
  }

  private FakeReply list(FakeRequest request) {
    List<FakeRepository> all = List.copyOf(forge.repositories.values());
    return FakeReply.json(
        200, array(page(request, all, "per_page").stream().map(this::repository).toList()));
  }

  private ObjectNode repository(FakeRepository repository) {
    ObjectNode json =
        object()
            .put("full_name", repository.name)
            .put("description", "about " + repository.slug())
            .put("private", true)
            .put("default_branch", "main")
            .put("html_url", repository.cloneUrl.toString());
    json.putObject("permission").put("admin", repository.admin);
    return json;
  }

  private static FakeReply tree(FakeRepository repository) {
    String name = repository.dockerfile ? "Dockerfile" : "README.md";
    ObjectNode json = object();
    json.putArray("tree").addObject().put("path", name).put("type", "blob");
    return FakeReply.json(200, json);
  }

  private void hooks() {
    String path = REPO + "/hooks";
    onHooks(
        "GET",
        path,
        (_, repository, _) ->
            FakeReply.json(200, array(repository.hooks.stream().map(FakeHook::json).toList())));
    onHooks(
        "POST",
        path,
        (request, repository, _) -> {
          expect(request, HOOK_FIELDS, Set.of());
          return keepHook(repository, hook(request, forge.nextId()), 201);
        });
    onHooks(
        "PATCH",
        path + "/([0-9]+)",
        (request, repository, groups) -> {
          expect(request, HOOK_FIELDS, Set.of());
          return hook(repository, groups.getFirst()).isEmpty()
              ? notFound()
              : keepHook(repository, hook(request, Integer.parseInt(groups.getFirst())), 200);
        });
    onHooks(
        "DELETE",
        path + "/([0-9]+)",
        (_, repository, groups) -> removeHook(repository, groups.getFirst()));
  }

  private static FakeHook hook(FakeRequest request, int id) {
    JsonNode body = request.body();
    ObjectNode json = body.deepCopy();
    json.put("id", id).put("password", "");
    return new FakeHook(
        Integer.toString(id), body.path("url").asText(), body.path("password").asText(), json);
  }
}
