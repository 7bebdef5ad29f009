package dev.slipway.webhook.forge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeRepository;
import dev.slipway.core.account.Onboarding.Listing;
import dev.slipway.core.source.RepositoryName;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The repositories of a Bitbucket Data Center, named {@code PROJECT/slug}, personal ones {@code
 * ~user/slug}. Who may install webhooks is known from the same list with that permission.
 */
final class BitbucketServerRepositories {
  private static final int PER_PAGE = 50;
  private static final int MOST_ADMINISTERED = 1000;

  private final ForgeClient client;

  BitbucketServerRepositories(ForgeClient client) {
    this.client = client;
  }

  /** The page token is the number of the first repository to list. */
  Listing list(String query, @Nullable String token) throws ForgeException {
    String filter = query.isBlank() ? "" : "&name=" + ForgeClient.encoded(query.strip());
    int start = token == null ? 0 : RepositoryPages.number(token);
    JsonNode list = page("REPO_READ", filter, PER_PAGE, start);
    Set<String> administered = list.path("values").isEmpty() ? Set.of() : administered(filter);
    List<ForgeRepository> found = new ArrayList<>();
    for (JsonNode each : list.path("values")) {
      read(each, "", administered).ifPresent(found::add);
    }
    boolean last = list.path("isLastPage").asBoolean(true);
    return new Listing(
        DockerfileSearch.mark(found, this::hasDockerfile),
        last ? null : Json.text(list, "nextPageStart"));
  }

  private Set<String> administered(String filter) throws ForgeException {
    Set<String> names = new HashSet<>();
    page("REPO_ADMIN", filter, MOST_ADMINISTERED, 0)
        .path("values")
        .forEach(each -> names.add(nameOf(each)));
    return names;
  }

  private JsonNode page(String permission, String filter, int limit, int start)
      throws ForgeException {
    return client.get(
        "list the repositories",
        "/api/1.0/repos?permission=" + permission + "&limit=" + limit + "&start=" + start + filter);
  }

  ForgeRepository one(RepositoryName name) throws ForgeException {
    String what = "show the repository " + name;
    String path = BitbucketServerForge.pathOf(name);
    JsonNode json = client.get(what, path);
    String branch =
        client.find(what, path + "/default-branch").map(b -> Json.text(b, "displayId")).orElse("");
    Set<String> administered = administered("&name=" + ForgeClient.encoded(name.name()));
    ForgeRepository repository =
        read(json, RepositoryPages.orMain(branch), administered)
            .orElseThrow(() ->
                Trouble.unavailable("what came back is no repository", null)
                    .during(client.site().name(), what));
    return DockerfileSearch.markOne(repository, this::hasDockerfile);
  }

  private static String nameOf(JsonNode json) {
    return Json.text(json.path("project"), "key") + "/" + Json.text(json, "slug");
  }

  private static Optional<ForgeRepository> read(
      JsonNode json, String branch, Set<String> administered) {
    Optional<RepositoryName> name = RepositoryPages.name(nameOf(json));
    Optional<URI> cloneUrl = Optional.empty();
    for (JsonNode link : json.path("links").path("clone")) {
      if (Json.text(link, "name").startsWith("http")) {
        cloneUrl = RepositoryPages.cloneUrl(Json.text(link, "href"));
      }
    }
    if (name.isEmpty() || cloneUrl.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ForgeRepository(
            name.get(),
            cloneUrl.get(),
            branch,
            Json.text(json, "description"),
            !json.path("public").asBoolean(),
            null,
            administered.contains(nameOf(json))));
  }

  private boolean hasDockerfile(ForgeRepository repository) throws ForgeException {
    return client
        .find(
            "say what is in " + repository.name(),
            BitbucketServerForge.pathOf(repository.name()) + "/browse/Dockerfile?type=true")
        .isPresent();
  }
}
