package dev.slipway.webhook.forge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeRepository;
import dev.slipway.core.account.Onboarding.Listing;
import dev.slipway.core.source.RepositoryName;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The repositories of GitLab, which it calls projects; groups nest to any depth. */
final class GitLabProjects {
  private static final int PER_PAGE = 50;
  private static final int MAINTAINER = 40;

  private final ForgeClient client;

  GitLabProjects(ForgeClient client) {
    this.client = client;
  }

  static String pathOf(RepositoryName name) {
    return "/projects/" + ForgeClient.encoded(name.value());
  }

  Listing list(String query, @Nullable String token) throws ForgeException {
    int number = RepositoryPages.number(token);
    String filter =
        query.isBlank()
            ? ""
            : "&search_namespaces=true&search=" + ForgeClient.encoded(query.strip());
    JsonNode list =
        client.get(
            "list the repositories",
            "/projects?membership=true&order_by=last_activity_at&per_page="
                + PER_PAGE
                + "&page="
                + number
                + filter);
    List<ForgeRepository> found = new ArrayList<>();
    list.forEach(each -> read(each).ifPresent(found::add));
    String next = list.size() == PER_PAGE ? Integer.toString(number + 1) : null;
    return new Listing(DockerfileSearch.mark(found, this::hasDockerfile), next);
  }

  ForgeRepository one(RepositoryName name) throws ForgeException {
    String what = "show the repository " + name;
    ForgeRepository repository =
        read(client.get(what, pathOf(name)))
            .orElseThrow(() ->
                Trouble.unavailable("what came back is no project", null)
                    .during(client.site().name(), what));
    return DockerfileSearch.markOne(repository, this::hasDockerfile);
  }

  private static Optional<ForgeRepository> read(JsonNode json) {
    Optional<RepositoryName> name = RepositoryPages.name(Json.text(json, "path_with_namespace"));
    Optional<URI> cloneUrl = RepositoryPages.cloneUrl(Json.text(json, "http_url_to_repo"));
    if (name.isEmpty() || cloneUrl.isEmpty()) {
      return Optional.empty();
    }
    JsonNode permissions = json.path("permissions");
    return Optional.of(
        new ForgeRepository(
            name.get(),
            cloneUrl.get(),
            RepositoryPages.orMain(Json.text(json, "default_branch")),
            Json.text(json, "description"),
            !Json.text(json, "visibility").equals("public"),
            null,
            maintains(permissions.path("project_access"))
                || maintains(permissions.path("group_access"))));
  }

  private static boolean maintains(JsonNode access) {
    return access.path("access_level").asInt() >= MAINTAINER;
  }

  private boolean hasDockerfile(ForgeRepository repository) throws ForgeException {
    return client.exists(
        "say what is in " + repository.name(),
        pathOf(repository.name())
            + "/repository/files/Dockerfile?ref="
            + ForgeClient.encoded(repository.defaultBranch()));
  }
}
