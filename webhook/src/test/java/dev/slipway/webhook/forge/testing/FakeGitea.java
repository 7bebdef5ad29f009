package dev.slipway.webhook.forge.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
    FakeComments.likeGitHub(this, REPO + "/issues");
    FakeHooks.add(this, REPO + "/hooks", "PATCH", this::hook);
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
    List<ObjectNode> all =
        search(request.query().getOrDefault("q", "")).map(this::repository).toList();
    ObjectNode body = object().put("ok", true);
    body.set("data", array(page(request, all, "limit")));
    return FakeReply.json(200, body);
  }

  private ObjectNode repository(FakeRepository repository) {
    ObjectNode json = likeGitHub(repository).put("clone_url", repository.cloneUrl.toString());
    json.putObject("permissions").put("admin", repository.admin);
    return json;
  }

  private FakeReply setStatus(FakeRequest request, FakeRepository repository, List<String> groups) {
    expect(request, Set.of("state", "target_url", "description", "context"), Set.of());
    repository.statuses.add(status(request, groups.getFirst(), "context", "target_url"));
    return FakeReply.json(201, object().put("id", forge.nextId()));
  }

  private FakeHook hook(FakeRequest request, int number, @Nullable FakeHook old) {
    expectConfigured(request, "type", old);
    return FakeHook.configured(request, number);
  }
}
