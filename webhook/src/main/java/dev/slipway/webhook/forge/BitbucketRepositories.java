package dev.slipway.webhook.forge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeRepository;
import dev.slipway.core.account.Onboarding.Listing;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.webhook.forge.RepositoryPages.Rights;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The repositories of Bitbucket Cloud, workspace by workspace: lists across all of them are being
 * taken away (Atlassian's change 2770). Who may install webhooks is known from the same list with
 * the role of administrators.
 */
final class BitbucketRepositories implements RepositoryBook {
  private static final int PER_PAGE = 50;
  private static final int MOST_PAGES = 10;

  private final ForgeClient client;

  BitbucketRepositories(ForgeClient client) {
    this.client = client;
  }

  /** The page token is {@code WORKSPACE:NUMBER}. */
  @Override
  public Listing list(String query, @Nullable String token) throws ForgeException {
    List<String> workspaces = workspaces();
    Place place = token == null ? new Place(0, 1) : Place.of(token, workspaces);
    List<ForgeRepository> found = new ArrayList<>();
    Place next = place;
    for (int read = 0; read < MOST_PAGES && next != null && found.isEmpty(); read++) {
      next = readInto(found, workspaces, next, filter(query));
    }
    String nextToken = next == null ? null : workspaces.get(next.workspace()) + ":" + next.page();
    return new Listing(found, nextToken);
  }

  /** Returns where to read on; null at the end. */
  private @Nullable Place readInto(
      List<ForgeRepository> found, List<String> workspaces, Place place, String filter)
      throws ForgeException {
    if (place.workspace() >= workspaces.size()) {
      return null;
    }
    String path = "/repositories/" + workspaces.get(place.workspace());
    JsonNode list = page(path, "member", filter, place.page());
    Set<String> administered = list.path("values").isEmpty() ? Set.of() : admin(path, filter);
    for (JsonNode each : list.path("values")) {
      repository(each, administered.contains(Json.text(each, "full_name"))).ifPresent(found::add);
    }
    if (list.has("next")) {
      return new Place(place.workspace(), place.page() + 1);
    }
    boolean last = place.workspace() + 1 >= workspaces.size();
    return last ? null : new Place(place.workspace() + 1, 1);
  }

  private List<String> workspaces() throws ForgeException {
    String what = "list the workspaces";
    Optional<JsonNode> current = client.find(what, "/user/workspaces?pagelen=100");
    JsonNode list =
        current.isPresent() ? current.get() : client.get(what, "/workspaces?pagelen=100");
    List<String> slugs = new ArrayList<>();
    for (JsonNode each : list.path("values")) {
      String nested = Json.text(each.path("workspace"), "slug");
      slugs.add(nested.isEmpty() ? Json.text(each, "slug") : nested);
    }
    return slugs;
  }

  private JsonNode page(String path, String role, String filter, int number) throws ForgeException {
    return client.get(
        "list the repositories",
        path + "?role=" + role + "&pagelen=" + PER_PAGE + "&page=" + number + filter);
  }

  private Set<String> admin(String path, String filter) throws ForgeException {
    Set<String> names = new HashSet<>();
    for (int number = 1; number <= MOST_PAGES; number++) {
      JsonNode list = page(path, "admin", filter, number);
      list.path("values").forEach(each -> names.add(Json.text(each, "full_name")));
      if (!list.has("next")) {
        break;
      }
    }
    return names;
  }

  private static String filter(String query) {
    String wanted = query.strip().replaceAll("[\"\\\\]", "");
    return wanted.isEmpty() ? "" : "&q=" + ForgeClient.encoded("name ~ \"" + wanted + "\"");
  }

  @Override
  public Optional<ForgeRepository> read(String what, RepositoryName name) throws ForgeException {
    JsonNode json = client.get(what, "/repositories/" + name);
    String filter = "&q=" + ForgeClient.encoded("full_name = \"" + name + "\"");
    return repository(json, !admin("/repositories/" + name.owner(), filter).isEmpty());
  }

  private static Optional<ForgeRepository> repository(JsonNode json, boolean admin) {
    return RepositoryPages.read(
        Json.text(json, "full_name"),
        cloneUrl(json),
        RepositoryPages.orMain(Json.text(json.path("mainbranch"), "name")),
        Json.text(json, "description"),
        new Rights(json.path("is_private").asBoolean(), admin));
  }

  /** The address to clone from, as both Bitbuckets write it; empty when there is none. */
  static String cloneUrl(JsonNode json) {
    for (JsonNode link : json.path("links").path("clone")) {
      if (Json.text(link, "name").startsWith("http")) {
        return Json.text(link, "href");
      }
    }
    return "";
  }

  @Override
  public boolean hasDockerfile(String what, ForgeRepository repository) throws ForgeException {
    String top =
        "/repositories/"
            + repository.name()
            + "/src/"
            + ForgeClient.encoded(repository.defaultBranch());
    return client.find(what, top + "/Dockerfile?format=meta").isPresent();
  }

  /** Which page of which workspace. */
  private record Place(int workspace, int page) {
    static Place of(String token, List<String> workspaces) {
      int colon = token.lastIndexOf(':');
      int workspace = colon < 0 ? -1 : workspaces.indexOf(token.substring(0, colon));
      if (workspace < 0) {
        throw new InvalidValueException("\"" + token + "\" is no page of this list; begin anew");
      }
      return new Place(workspace, RepositoryPages.number(token.substring(colon + 1)));
    }
  }
}
