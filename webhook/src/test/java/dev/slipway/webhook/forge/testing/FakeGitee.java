package dev.slipway.webhook.forge.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
    on(
        "GET",
        "/user/repos",
        (request, _) -> paged(request, search("").map(this::repository).toList()));
    onRepository("GET", REPO, (_, repository, _) -> FakeReply.json(200, repository(repository)));
    onRepository("GET", REPO + "/git/trees/main", (_, repository, _) -> tree(repository));
    FakeComments.likeGitHub(this, REPO + "/pulls");
    FakeHooks.add(this, REPO + "/hooks", "PATCH", this::hook);
  }

  @Override
  String prefix() {
    return "/api/v5";
  }

  @Override
  String authorization() {
    return "Bearer " + forge.token;
  }

  private ObjectNode repository(FakeRepository repository) {
    ObjectNode json = likeGitHub(repository).put("html_url", repository.cloneUrl.toString());
    json.putObject("permission").put("admin", repository.admin);
    return json;
  }

  private static FakeReply tree(FakeRepository repository) {
    String name = repository.dockerfile ? "Dockerfile" : "README.md";
    ObjectNode json = object();
    json.putArray("tree").addObject().put("path", name).put("type", "blob");
    return FakeReply.json(200, json);
  }

  private FakeHook hook(FakeRequest request, int number, @Nullable FakeHook old) {
    expect(request, HOOK_FIELDS, Set.of());
    JsonNode body = request.body();
    ObjectNode json = body.deepCopy();
    json.put("id", number).put("password", "");
    return new FakeHook(
        Integer.toString(number), body.path("url").asText(), body.path("password").asText(), json);
  }
}
