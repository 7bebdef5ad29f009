package dev.slipway.webhook.forge.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Bitbucket Cloud, as a proxy in front of it would show it: with its API below the pages. */
final class FakeBitbucket extends FakeApi {
  private static final String REPO = "/repositories/([^/]+/[^/]+)";
  private static final Set<String> HOOK_FIELDS =
      Set.of("description", "url", "active", "skip_cert_verification", "secret", "events");

  FakeBitbucket(FakeForge forge) {
    super(forge);
    on("GET", "/user", (_, _) -> FakeReply.json(200, user(USER_ID)));
    on("GET", "/user/workspaces", (_, _) -> workspaces());
    on("GET", "/repositories/([^/]+)", this::list);
    onRepository("GET", REPO, (_, repository, _) -> FakeReply.json(200, repository(repository)));
    onRepository(
        "GET",
        REPO + "/src/main/Dockerfile",
        (request, repository, _) -> {
          boolean cheap = request.query().equals(Map.of("format", "meta"));
          return cheap && repository.dockerfile ? FakeReply.text(200, "{}") : notFound();
        });
    onRepository("POST", REPO + "/commit/([0-9a-f]{7,40})/statuses/build", this::setStatus);
    comments();
    FakeHooks.add(this, REPO + "/hooks", "PUT", this::hook);
  }

  @Override
  String prefix() {
    return "/api/2.0";
  }

  @Override
  String authorization() {
    return "Bearer " + forge.token;
  }

  private static ObjectNode user(String id) {
    return object().put("uuid", "{" + id + "}").put("nickname", id.equals(USER_ID) ? LOGIN : "o");
  }

  private FakeReply workspaces() {
    ObjectNode json = object();
    var values = json.putArray("values");
    forge.repositories.values().stream()
        .map(FakeRepository::owner)
        .distinct()
        .forEach(owner -> values.addObject().putObject("workspace").put("slug", owner));
    return FakeReply.json(200, json);
  }

  private FakeReply list(FakeRequest request, List<String> groups) {
    String role = request.query().getOrDefault("role", "");
    String filter = request.query().getOrDefault("q", "");
    List<FakeRepository> all =
        forge.repositories.values().stream()
            .filter(each -> each.owner().equals(groups.getFirst()))
            .filter(each -> role.equals("member") || each.admin)
            .filter(each -> matches(each, filter))
            .toList();
    return paged(request, all.stream().map(this::repository).toList());
  }

  private boolean matches(FakeRepository repository, String filter) {
    if (filter.isEmpty()) {
      return true;
    }
    String wanted = filter.substring(filter.indexOf('"') + 1, filter.lastIndexOf('"'));
    if (filter.startsWith("name ~ ")) {
      return repository.slug().contains(wanted);
    }
    if (filter.startsWith("full_name = ")) {
      return repository.name.equals(wanted);
    }
    forge.fault("an unknown filter: " + filter);
    return false;
  }

  @Override
  FakeReply paged(FakeRequest request, List<ObjectNode> all) {
    List<ObjectNode> page = page(request, all, "pagelen");
    ObjectNode json = object();
    json.set("values", array(page));
    if (!page.isEmpty() && !page.getLast().equals(all.getLast())) {
      json.put("next", forge.pages() + "/more");
    }
    return FakeReply.json(200, json);
  }

  private ObjectNode repository(FakeRepository repository) {
    ObjectNode json = about(repository).put("full_name", repository.name).put("is_private", true);
    json.putObject("mainbranch").put("name", "main");
    addCloneLink(json, "https", repository.cloneUrl.toString().replace("http://", "http://slip@"));
    return json;
  }

  private FakeReply setStatus(FakeRequest request, FakeRepository repository, List<String> groups) {
    expect(request, Set.of("key", "name", "state", "description", "url"), Set.of());
    FakeStatus status = status(request, groups.getFirst(), "key", "url");
    if (status.context().length() > 40) {
      return FakeReply.text(400, "{\"error\":{\"message\":\"key is too long\"}}");
    }
    repository.statuses.add(status);
    return FakeReply.json(201, object());
  }

  private void comments() {
    String path = REPO + "/pullrequests/([0-9]+)/comments";
    FakeComments comments =
        new FakeComments(
            this,
            new FakeComments.Form() {
              @Override
              public ObjectNode json(FakeComment comment) {
                ObjectNode json = object().put("id", comment.id()).put("deleted", false);
                json.putObject("content").put("raw", comment.body());
                json.set("user", user(comment.authorId()));
                return json;
              }

              @Override
              public String text(FakeRequest request) {
                expect(request, Set.of("content"), Set.of());
                return request.body().path("content").path("raw").asText();
              }
            });
    onRepository("GET", path, comments::list);
    onRepository("POST", path, comments::add);
    onRepository("PUT", path + "/([0-9]+)", comments::change);
  }

  private FakeHook hook(FakeRequest request, int number, @Nullable FakeHook old) {
    expect(request, HOOK_FIELDS, Set.of());
    JsonNode body = request.body();
    ObjectNode json = body.deepCopy();
    json.remove("secret");
    String uuid = "{" + number + "}";
    json.put("uuid", uuid).put("secret_set", true);
    return new FakeHook(uuid, body.path("url").asText(), body.path("secret").asText(), json);
  }
}
