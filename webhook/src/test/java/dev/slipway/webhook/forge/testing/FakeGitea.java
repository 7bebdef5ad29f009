package dev.slipway.webhook.forge.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** Gitea and Forgejo. */
final class FakeGitea extends FakeApi {
  private static final String REPO = "/repos/([^/]+/[^/]+)";

  FakeGitea(FakeForge forge) {
    super(forge);
    on("GET", "/user", (_, _) -> FakeReply.json(200, FakeGitHub.user(USER_ID)));
    on("GET", "/repos/search", (request, _) -> search(request));
    onRepository("GET", REPO, (_, repository, _) -> FakeReply.json(200, repository(repository)));
    onRepository(
        "GET",
        REPO + "/contents/Dockerfile",
        (_, repository, _) ->
            repository.dockerfile ? FakeReply.text(200, "{\"type\":\"file\"}") : notFound());
    onRepository("POST", REPO + "/statuses/([0-9a-f]{40})", this::setStatus);
    FakeIssueComments.add(
        this, REPO + "/issues/([0-9]+)/comments", REPO + "/issues/comments/([0-9]+)");
    hooks();
  }

  @Override
  String prefix() {
    return "/api/v1";
  }

  @Override
  String authorization() {
    return "token " + forge.token;
  }

  private FakeReply search(FakeRequest request) {
    if (!request.query().getOrDefault("uid", "").equals(USER_ID)) {
      return fault("would list everybody's repositories");
    }
    List<FakeRepository> all =
        forge.repositories.values().stream()
            .filter(each -> each.name.contains(request.query().getOrDefault("q", "")))
            .toList();
    ObjectNode body = object().put("ok", true);
    body.set("data", array(page(request, all, "limit").stream().map(this::repository).toList()));
    return FakeReply.json(200, body);
  }

  private ObjectNode repository(FakeRepository repository) {
    ObjectNode json =
        object()
            .put("full_name", repository.name)
            .put("description", "about " + repository.slug())
            .put("private", true)
            .put("default_branch", "main")
            .put("clone_url", repository.cloneUrl.toString());
    json.putObject("permissions").put("admin", repository.admin);
    return json;
  }

  private FakeReply setStatus(FakeRequest request, FakeRepository repository, List<String> groups) {
    expect(request, Set.of("state", "target_url", "description", "context"), Set.of());
    JsonNode body = request.body();
    repository.statuses.add(
        new FakeStatus(
            groups.getFirst(),
            body.path("context").asText(),
            body.path("state").asText(),
            body.path("description").asText(),
            body.path("target_url").asText()));
    return FakeReply.json(201, object().put("id", forge.nextId()));
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
          expect(request, Set.of("type", "active", "events", "config"), Set.of());
          return keepHook(repository, hook(request, forge.nextId()), 201);
        });
    onHooks(
        "PATCH",
        path + "/([0-9]+)",
        (request, repository, groups) -> {
          expect(request, Set.of("active", "events", "config"), Set.of());
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
    JsonNode config = request.body().path("config");
    ObjectNode json = request.body().deepCopy();
    json.put("id", id).withObject("/config").remove("secret");
    return new FakeHook(
        Integer.toString(id), config.path("url").asText(), config.path("secret").asText(), json);
  }
}
