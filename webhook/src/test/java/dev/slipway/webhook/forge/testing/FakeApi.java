package dev.slipway.webhook.forge.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The API of one forge: a table of what it understands. What is asked for otherwise, or with fields
 * missing or too many, is a fault of the asker, which the test looks at.
 */
abstract class FakeApi {
  static final String USER_ID = "4711";
  static final String LOGIN = "slip";

  protected final FakeForge forge;
  private final List<Route> routes = new ArrayList<>();

  FakeApi(FakeForge forge) {
    this.forge = forge;
  }

  /** Where the API begins, such as {@code /api/v4}. */
  abstract String prefix();

  /** How the token must be sent. */
  abstract String authorization();

  /** Handles a request whose path matched; the groups are decoded. */
  @FunctionalInterface
  interface Handler {
    FakeReply handle(FakeRequest request, List<String> groups);
  }

  /** Handles a request about a repository that is there. */
  @FunctionalInterface
  interface OnRepository {
    FakeReply handle(FakeRequest request, FakeRepository repository, List<String> groups);
  }

  final void on(String method, String pattern, Handler handler) {
    routes.add(new Route(method, Pattern.compile(pattern), handler));
  }

  /** The first group is the repository's name. */
  final void onRepository(String method, String pattern, OnRepository handler) {
    on(
        method,
        pattern,
        (request, groups) -> {
          FakeRepository repository = forge.repositories.get(nameOf(groups.getFirst()));
          return repository == null
              ? notFound()
              : handler.handle(request, repository, groups.subList(1, groups.size()));
        });
  }

  /** The same, where only administrators may. */
  final void onHooks(String method, String pattern, OnRepository handler) {
    onRepository(
        method,
        pattern,
        (request, repository, groups) ->
            repository.admin ? handler.handle(request, repository, groups) : forbidden());
  }

  /** The name of the repository that a part of a path means. */
  String nameOf(String part) {
    return part;
  }

  FakeReply forbidden() {
    return FakeReply.text(403, "{\"message\":\"Must have admin rights\"}");
  }

  final FakeReply answer(FakeRequest request) {
    if (!request.header("Authorization").equals(authorization())) {
      return FakeReply.text(401, "{\"message\":\"Bad credentials\"}");
    }
    if (!request.path().startsWith(prefix())) {
      return fault("outside of the API");
    }
    String path = request.path().substring(prefix().length());
    for (Route route : routes) {
      Matcher matcher = route.pattern().matcher(path);
      if (route.method().equals(request.method()) && matcher.matches()) {
        return route.handler().handle(request, groups(matcher));
      }
    }
    return fault("not understood");
  }

  private static List<String> groups(Matcher matcher) {
    List<String> groups = new ArrayList<>();
    for (int i = 1; i <= matcher.groupCount(); i++) {
      groups.add(FakeRequest.decoded(matcher.group(i)));
    }
    return groups;
  }

  final FakeReply fault(String why) {
    forge.fault(why);
    return FakeReply.text(500, "{\"message\":\"the fake forge was asked wrongly\"}");
  }

  /** Records a fault unless the body has these fields and no other. */
  final void expect(FakeRequest request, Set<String> required, Set<String> optional) {
    List<String> names = new ArrayList<>();
    request.body().fieldNames().forEachRemaining(names::add);
    if (!names.containsAll(required)) {
      forge.fault("lacks fields of " + required + ": " + names);
    }
    names.removeAll(required);
    names.removeAll(optional);
    if (!names.isEmpty()) {
      forge.fault("has fields that nobody knows: " + names);
    }
  }

  /** The same for a webhook of GitHub or Gitea, of which a new one has a field more. */
  final void expectConfigured(FakeRequest request, String onlyNew, @Nullable FakeHook old) {
    Set<String> fields = new HashSet<>(Set.of("active", "events", "config"));
    if (old == null) {
      fields.add(onlyNew);
    }
    expect(request, fields, Set.of());
  }

  static FakeReply notFound() {
    return FakeReply.text(404, "{\"message\":\"Not Found\"}");
  }

  static ObjectNode object() {
    return FakeRequest.JSON.createObjectNode();
  }

  static ArrayNode array(Collection<? extends JsonNode> items) {
    return FakeRequest.JSON.createArrayNode().addAll(items);
  }

  /** A page of a list, in the forge's form. */
  FakeReply paged(FakeRequest request, List<ObjectNode> all) {
    return FakeReply.json(200, array(page(request, all, "per_page")));
  }

  /** A page of a list, numbered from 1. */
  final <T> List<T> page(FakeRequest request, List<T> all, String size) {
    int perPage = Math.min(request.number(size, 30), forge.largestPage);
    int from = Math.min(all.size(), (request.number("page", 1) - 1) * perPage);
    return all.subList(from, Math.min(all.size(), from + perPage));
  }

  /** The repositories whose names contain what is searched for. */
  final Stream<FakeRepository> search(String words) {
    return forge.repositories.values().stream().filter(each -> each.name.contains(words));
  }

  /** A repository in the form that GitHub, Gitea and Gitee share. */
  static ObjectNode likeGitHub(FakeRepository repository) {
    return about(repository)
        .put("full_name", repository.name)
        .put("private", true)
        .put("default_branch", "main");
  }

  static ObjectNode about(FakeRepository repository) {
    return object().put("description", "about " + repository.slug());
  }

  static void addCloneLink(ObjectNode json, String kind, String url) {
    json.putObject("links").putArray("clone").addObject().put("name", kind).put("href", url);
  }

  /** A status as it came, under the forge's names for its context and its target. */
  static FakeStatus status(FakeRequest request, String sha, String context, String target) {
    JsonNode body = request.body();
    return new FakeStatus(
        sha,
        body.path(context).asText(),
        body.path("state").asText(),
        body.path("description").asText(),
        body.path(target).asText());
  }

  private record Route(String method, Pattern pattern, Handler handler) {}
}
