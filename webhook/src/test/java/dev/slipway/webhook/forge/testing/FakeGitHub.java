package dev.slipway.webhook.forge.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** GitHub Enterprise, whose API is below {@code /api/v3}. */
final class FakeGitHub extends FakeApi {
  private static final String REPO = "/repos/([^/]+/[^/]+)";

  FakeGitHub(FakeForge forge) {
    super(forge);
    on("GET", "/user", (_, _) -> FakeReply.json(200, user(USER_ID)));
    on("GET", "/user/repos", (request, _) -> list(request));
    onRepository("GET", REPO, (_, repository, _) -> FakeReply.json(200, repository(repository)));
    onRepository(
        "HEAD",
        REPO + "/contents/Dockerfile",
        (_, repository, _) -> FakeReply.empty(repository.dockerfile ? 200 : 404));
    onRepository("POST", REPO + "/statuses/([0-9a-f]{40})", this::setStatus);
    FakeIssueComments.add(
        this, REPO + "/issues/([0-9]+)/comments", REPO + "/issues/comments/([0-9]+)");
    hooks();
    deployments();
  }

  @Override
  String prefix() {
    return "/api/v3";
  }

  @Override
  String authorization() {
    return "Bearer " + forge.token;
  }

  static ObjectNode user(String id) {
    return object().put("id", Integer.parseInt(id)).put("login", id.equals(USER_ID) ? LOGIN : "o");
  }

  private FakeReply list(FakeRequest request) {
    List<FakeRepository> all = List.copyOf(forge.repositories.values());
    return FakeReply.json(
        200, array(page(request, all, "per_page").stream().map(this::repository).toList()));
  }

  private ObjectNode repository(FakeRepository repository) {
    ObjectNode json =
        object()
            .put("id", repository.name.hashCode() & 0xffff)
            .put("name", repository.slug())
            .put("full_name", repository.name)
            .put("description", "about " + repository.slug())
            .put("private", true)
            .put("default_branch", "main")
            .put("clone_url", repository.cloneUrl.toString())
            .put("url", forge.pages() + "/api/v3/repos/" + repository.name);
    json.putObject("owner").put("login", repository.owner());
    json.putObject("permissions").put("admin", repository.admin);
    return json;
  }

  private FakeReply setStatus(FakeRequest request, FakeRepository repository, List<String> groups) {
    expect(request, Set.of("state", "target_url", "description", "context"), Set.of());
    JsonNode body = request.body();
    if (body.path("description").asText().length() > 140) {
      return FakeReply.text(422, "{\"message\":\"description is too long\"}");
    }
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
          expect(request, Set.of("name", "active", "events", "config"), Set.of());
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
    onHooks(
        "GET",
        path + "/([0-9]+)/deliveries",
        (request, repository, _) -> sent(request, repository));
    onHooks(
        "POST",
        path + "/([0-9]+)/deliveries/([0-9]+)/attempts",
        (_, repository, groups) -> {
          repository.redelivered.add(groups.getLast());
          return FakeReply.text(202, "{}");
        });
  }

  private static FakeHook hook(FakeRequest request, int id) {
    ObjectNode json = request.body().deepCopy();
    JsonNode config = request.body().path("config");
    json.put("id", id).withObject("/config").put("secret", "********");
    return new FakeHook(
        Integer.toString(id), config.path("url").asText(), config.path("secret").asText(), json);
  }

  /** Pages are told apart by a cursor, which is in the Link header only. */
  private FakeReply sent(FakeRequest request, FakeRepository repository) {
    int from = request.number("cursor", 0);
    int to = Math.min(repository.deliveries.size(), from + Math.min(100, forge.largestPage));
    FakeReply reply =
        FakeReply.json(
            200,
            array(
                repository.deliveries.subList(from, to).stream()
                    .map(each ->
                        object()
                            .put("id", each.id())
                            .put("guid", each.guid())
                            .put("delivered_at", each.deliveredAt())
                            .put("status_code", each.statusCode()))
                    .toList()));
    String next = "<" + forge.pages() + request.path() + "?cursor=" + to + ">; rel=\"next\"";
    return to < repository.deliveries.size() ? reply.with("Link", next) : reply;
  }

  private void deployments() {
    onRepository(
        "POST",
        REPO + "/deployments",
        (request, repository, _) -> {
          expect(
              request,
              Set.of(
                  "ref",
                  "auto_merge",
                  "required_contexts",
                  "environment",
                  "production_environment",
                  "transient_environment",
                  "description"),
              Set.of());
          return FakeReply.json(201, object().put("id", 3_000_000_000L + forge.nextId()));
        });
    onRepository(
        "POST",
        REPO + "/deployments/([0-9]+)/statuses",
        (request, repository, _) -> {
          expect(
              request,
              Set.of("state", "environment", "description", "log_url"),
              Set.of("environment_url"));
          repository.deployments.add(
              request.body().path("environment").asText()
                  + " "
                  + request.body().path("state").asText());
          return FakeReply.json(201, object().put("id", forge.nextId()));
        });
  }
}
