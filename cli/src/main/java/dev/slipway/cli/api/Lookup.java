package dev.slipway.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.exit.CommandFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds things by the names that people use for them. */
public final class Lookup {
  private static final int BUILDS_PER_PAGE = 100;

  private final Api api;

  public Lookup(Api api) {
    this.api = api;
  }

  /** A repository by its id, its full name, or the last part of the name where that is unique. */
  public JsonNode repository(String name) {
    List<JsonNode> all = items(api.listAll("repositories"));
    List<JsonNode> found = only(all, each -> isNamed(each, name));
    if (found.isEmpty()) {
      found = only(all, each -> Json.text(each, "name").endsWith("/" + name));
    }
    return one(found, "repository", name, "slipway repos");
  }

  /** A service by its id, or by its name where that is unique. */
  public JsonNode service(String name) {
    List<JsonNode> all = items(api.listAll("services"));
    List<JsonNode> found = only(all, each -> Json.text(each, "id").equals(name));
    if (found.isEmpty()) {
      found = only(all, each -> Json.text(each, "name").equals(name));
    }
    return one(found, "service", name, "slipway services");
  }

  /** A connected account by its id, or by its login where that is unique. */
  public JsonNode account(String name) {
    List<JsonNode> all = items(api.listAll("accounts"));
    List<JsonNode> found = only(all, each -> Json.text(each, "id").equals(name));
    if (found.isEmpty()) {
      found = only(all, each -> Json.text(each, "login").equals(name));
    }
    return one(found, "account", name, "slipway accounts");
  }

  public JsonNode build(String name) {
    return switch (BuildName.parse(name)) {
      case BuildName.Latest() -> latest();
      case BuildName.ById(String id) -> api.get(Api.path("builds", id));
      case BuildName.ByNumber(String repository, long number) -> numbered(repository, number);
    };
  }

  private JsonNode latest() {
    JsonNode newest = api.get("builds", Map.of("limit", "1")).path("items").path(0);
    if (newest.isMissingNode()) {
      throw CommandFailed.notFound(
          "there is no build yet", "push a commit, or: slipway build REPO");
    }
    return newest;
  }

  private JsonNode numbered(String repository, long number) {
    JsonNode owner = repository(repository);
    String before = "";
    do {
      var query = new TreeMap<String, String>();
      query.put("repository", Json.text(owner, "id"));
      query.put("limit", Integer.toString(BUILDS_PER_PAGE));
      if (!before.isEmpty()) {
        query.put("before", before);
      }
      JsonNode page = api.get("builds", query);
      for (JsonNode build : page.path("items")) {
        if (build.path("number").asLong() == number) {
          return build;
        }
      }
      before = page.path("items").isEmpty() ? "" : Json.text(page, "next");
    } while (!before.isEmpty());
    String name = Json.text(owner, "name");
    throw CommandFailed.notFound(
        "%s has no build %d".formatted(name, number), "slipway builds --repo " + name);
  }

  private static boolean isNamed(JsonNode thing, String name) {
    return Json.text(thing, "id").equals(name) || Json.text(thing, "name").equals(name);
  }

  private static JsonNode one(List<JsonNode> found, String kind, String name, String verb) {
    if (found.isEmpty()) {
      throw CommandFailed.notFound(
          "there is no %s \"%s\"".formatted(kind, name), "`" + verb + "` lists them");
    }
    if (found.size() > 1) {
      String ids =
          found.stream()
              .map(each -> "%s (%s)".formatted(Json.text(each, "id"), origin(each)))
              .collect(Collectors.joining(", "));
      throw CommandFailed.usage(
          "\"%s\" is not unique: %s".formatted(name, ids), "name the one you mean by its id");
    }
    return found.getFirst();
  }

  /** What tells apart things of the same name. */
  private static String origin(JsonNode thing) {
    if (thing.has("login")) {
      return Json.text(thing, "forge") + " " + Json.text(thing, "url");
    }
    String environment = Json.text(thing, "environment");
    return environment.isEmpty()
        ? Json.text(thing, "forge") + " " + Json.text(thing, "name")
        : environment + ", " + Json.text(thing, "repository");
  }

  private static List<JsonNode> items(JsonNode list) {
    List<JsonNode> items = new ArrayList<>();
    list.path("items").forEach(items::add);
    return items;
  }

  private static List<JsonNode> only(List<JsonNode> all, Predicate<JsonNode> wanted) {
    return all.stream().filter(wanted).toList();
  }
}
