package dev.slipway.webhook.forge.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** GitLab; names of projects are one encoded part of the path. */
final class FakeGitLab extends FakeApi {
  private static final String REPO = "/projects/([^/]+)";

  FakeGitLab(FakeForge forge) {
    super(forge);
    on("GET", "/user", (_, _) -> FakeReply.json(200, user(USER_ID)));
    on("GET", "/projects", (request, _) -> list(request));
    onRepository("GET", REPO, (_, repository, _) -> FakeReply.json(200, project(repository)));
    onRepository(
        "HEAD",
        REPO + "/repository/files/Dockerfile",
        (request, repository, _) -> {
          boolean branch = request.query().getOrDefault("ref", "").equals("main");
          return branch ? FakeReply.empty(repository.dockerfile ? 200 : 404) : fault("no branch");
        });
    onRepository("POST", REPO + "/statuses/([0-9a-f]{40})", this::setStatus);
    onRepository("GET", REPO + "/repository/commits/([0-9a-f]{40})/statuses", this::statuses);
    notes();
    FakeHooks.add(this, REPO + "/hooks", "PUT", this::hook);
    onHooks("POST", REPO + "/hooks/([0-9]+)/test/push_events", this::test);
  }

  @Override
  String prefix() {
    return "/api/v4";
  }

  @Override
  String authorization() {
    return "Bearer " + forge.token;
  }

  private static ObjectNode user(String id) {
    return object()
        .put("id", Integer.parseInt(id))
        .put("username", id.equals(USER_ID) ? LOGIN : "o");
  }

  private FakeReply list(FakeRequest request) {
    if (!request.query().getOrDefault("membership", "").equals("true")) {
      return fault("would list everybody's repositories");
    }
    String words = request.query().getOrDefault("search", "");
    return paged(request, search(words).map(this::project).toList());
  }

  private ObjectNode project(FakeRepository repository) {
    ObjectNode json =
        about(repository)
            .put("id", 7)
            .put("path_with_namespace", repository.name)
            .put("visibility", "private")
            .put("default_branch", "main")
            .put("http_url_to_repo", repository.cloneUrl.toString());
    ObjectNode permissions = json.putObject("permissions");
    permissions.putNull("group_access");
    permissions.putObject("project_access").put("access_level", repository.admin ? 40 : 30);
    return json;
  }

  /** Refuses what a status is already, as GitLab does. */
  private FakeReply setStatus(FakeRequest request, FakeRepository repository, List<String> groups) {
    expect(request, Set.of("state", "name", "target_url", "description"), Set.of());
    FakeStatus status = status(request, groups.getFirst(), "name", "target_url");
    boolean already =
        repository.statuses.stream()
            .filter(each -> each.sha().equals(status.sha()))
            .filter(each -> each.context().equals(status.context()))
            .reduce((_, last) -> last)
            .filter(last -> last.state().equals(status.state()))
            .isPresent();
    if (already) {
      return FakeReply.text(
          400, "{\"message\":\"Cannot transition status via :run from :" + status.state() + "\"}");
    }
    repository.statuses.add(status);
    return FakeReply.json(201, json(status));
  }

  private static ObjectNode json(FakeStatus status) {
    return object()
        .put("sha", status.sha())
        .put("name", status.context())
        .put("status", status.state());
  }

  private FakeReply statuses(FakeRequest request, FakeRepository repository, List<String> groups) {
    String name = request.query().getOrDefault("name", "");
    return FakeReply.json(
        200,
        array(
            repository.statuses.reversed().stream()
                .filter(each -> each.sha().equals(groups.getFirst()))
                .filter(each -> each.context().equals(name))
                .limit(1)
                .map(FakeGitLab::json)
                .toList()));
  }

  private void notes() {
    String path = REPO + "/merge_requests/([0-9]+)/notes";
    FakeComments notes =
        new FakeComments(
            this,
            new FakeComments.Form() {
              @Override
              public ObjectNode json(FakeComment comment) {
                ObjectNode json = FakeComments.plain(comment);
                json.set("author", user(comment.authorId()));
                return json;
              }

              @Override
              public String text(FakeRequest request) {
                boolean adds = request.method().equals("POST");
                expect(request, Set.of("body"), adds ? Set.of("internal") : Set.of());
                return request.body().path("body").asText();
              }
            });
    onRepository("GET", path, notes::list);
    onRepository("POST", path, notes::add);
    onRepository("PUT", path + "/([0-9]+)", notes::change);
  }

  private FakeReply test(FakeRequest request, FakeRepository repository, List<String> groups) {
    FakeHooks.find(repository, groups.getFirst())
        .ifPresent(hook -> hook.json().put("alert_status", "executable"));
    return FakeReply.text(201, "{\"message\":\"201 Created\"}");
  }

  /** What GitLab switched off stays so until a delivery arrives. */
  private FakeHook hook(FakeRequest request, int number, @Nullable FakeHook old) {
    expect(
        request,
        Set.of(
            "url",
            "enable_ssl_verification",
            "token",
            "push_events",
            "tag_push_events",
            "merge_requests_events"),
        Set.of("signing_token"));
    JsonNode body = request.body();
    String token = body.path("token").asText();
    String key = forge.signs ? body.path("signing_token").asText() : "";
    ObjectNode json = body.deepCopy();
    json.remove(List.of("token", "signing_token"));
    String alert = old == null ? "executable" : old.json().path("alert_status").asText();
    json.put("id", number)
        .put("alert_status", alert)
        .put("token_present", !token.isEmpty())
        .put("signing_token_present", !key.isEmpty());
    return new FakeHook(
        Integer.toString(number), body.path("url").asText(), key.isEmpty() ? token : key, json);
  }
}
