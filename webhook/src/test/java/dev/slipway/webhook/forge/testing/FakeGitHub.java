package dev.slipway.webhook.forge.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** GitHub Enterprise, whose API is below {@code /api/v3}. */
final class FakeGitHub extends FakeApi {
  private static final String REPO = "/repos/([^/]+/[^/]+)";

  FakeGitHub(FakeForge forge) {
    super(forge);
    on("GET", "/user", (_, _) -> FakeReply.json(200, user(USER_ID)));
    on(
        "GET",
        "/user/repos",
        (request, _) -> paged(request, search("").map(this::repository).toList()));
    onRepository("GET", REPO, (_, repository, _) -> FakeReply.json(200, repository(repository)));
    onRepository(
        "HEAD",
        REPO + "/contents/Dockerfile",
        (_, repository, _) -> FakeReply.empty(repository.dockerfile ? 200 : 404));
    onRepository("POST", REPO + "/statuses/([0-9a-f]{40})", this::setStatus);
    FakeComments.likeGitHub(this, REPO + "/issues");
    FakeHooks.add(this, REPO + "/hooks", "PATCH", this::hook);
    deliveries();
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

  private ObjectNode repository(FakeRepository repository) {
    ObjectNode json =
        likeGitHub(repository)
            .put("id", repository.name.hashCode() & 0xffff)
            .put("name", repository.slug())
            .put("clone_url", repository.cloneUrl.toString())
            .put("url", forge.pages() + "/api/v3/repos/" + repository.name);
    json.putObject("owner").put("login", repository.owner());
    json.putObject("permissions").put("admin", repository.admin);
    return json;
  }

  private FakeReply setStatus(FakeRequest request, FakeRepository repository, List<String> groups) {
    expect(request, Set.of("state", "target_url", "description", "context"), Set.of());
    FakeStatus status = status(request, groups.getFirst(), "context", "target_url");
    if (status.description().length() > 140) {
      return FakeReply.text(422, "{\"message\":\"description is too long\"}");
    }
    repository.statuses.add(status);
    return FakeReply.json(201, object().put("id", forge.nextId()));
  }

  private FakeHook hook(FakeRequest request, int number, @Nullable FakeHook old) {
    expectConfigured(request, "name", old);
    FakeHook hook = FakeHook.configured(request, number);
    hook.json().withObject("/config").put("secret", "********");
    return hook;
  }

  private void deliveries() {
    onHooks(
        "GET",
        REPO + "/hooks/([0-9]+)/deliveries",
        (request, repository, _) -> sent(request, repository));
    onHooks(
        "POST",
        REPO + "/hooks/([0-9]+)/deliveries/([0-9]+)/attempts",
        (_, repository, groups) -> {
          repository.redelivered.add(groups.getLast());
          repository.deliveries.stream()
              .filter(each -> Long.toString(each.id()).equals(groups.getLast()))
              .findFirst()
              .ifPresent(each -> forge.sendAgain(repository, each.guid()));
          return FakeReply.text(202, "{}");
        });
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
