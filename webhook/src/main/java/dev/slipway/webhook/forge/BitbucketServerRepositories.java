package dev.slipway.webhook.forge;

import com.fasterxml.jackson.databind.JsonNode;
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
 * The repositories of a Bitbucket Data Center, named {@code PROJECT/slug}, personal ones {@code
 * ~user/slug}. Who may install webhooks is known from the same list with that permission.
 */
final class BitbucketServerRepositories implements RepositoryBook {
  private static final int PER_PAGE = 50;
  private static final int MOST_ADMINISTERED = 1000;

  private final ForgeClient client;

  BitbucketServerRepositories(ForgeClient client) {
    this.client = client;
  }

  /** The page token is the number of the first repository to list. */
  @Override
  public Listing list(String query, @Nullable String token) throws ForgeException {
    String filter = query.isBlank() ? "" : "&name=" + ForgeClient.encoded(query.strip());
    int start = token == null ? 0 : RepositoryPages.number(token);
    JsonNode list = page("REPO_READ", filter, PER_PAGE, start);
    Set<String> administered = list.path("values").isEmpty() ? Set.of() : administered(filter);
    List<ForgeRepository> found = new ArrayList<>();
    for (JsonNode each : list.path("values")) {
      repository(each, "", administered).ifPresent(found::add);
    }
    boolean last = list.path("isLastPage").asBoolean(true);
    return new Listing(found, last ? null : Json.text(list, "nextPageStart"));
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

  @Override
  public Optional<ForgeRepository> read(String what, RepositoryName name) throws ForgeException {
    String path = BitbucketServerForge.pathOf(name);
    JsonNode json = client.get(what, path);
    String branch =
        client.find(what, path + "/default-branch").map(b -> Json.text(b, "displayId")).orElse("");
    Set<String> administered = administered("&name=" + ForgeClient.encoded(name.name()));
    return repository(json, RepositoryPages.orMain(branch), administered);
  }

  private static String nameOf(JsonNode json) {
    return Json.text(json.path("project"), "key") + "/" + Json.text(json, "slug");
  }

  private static Optional<ForgeRepository> repository(
      JsonNode json, String branch, Set<String> administered) {
    return RepositoryPages.read(
        nameOf(json),
        BitbucketRepositories.cloneUrl(json),
        branch,
        Json.text(json, "description"),
        new Rights(!json.path("public").asBoolean(), administered.contains(nameOf(json))));
  }

  @Override
  public boolean hasDockerfile(String what, ForgeRepository repository) throws ForgeException {
    String path = BitbucketServerForge.pathOf(repository.name());
    return client.find(what, path + "/browse/Dockerfile?type=true").isPresent();
  }
}
