package dev.slipway.webhook.forge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeRepository;
import dev.slipway.core.account.Onboarding.Listing;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.webhook.forge.RepositoryPages.Rights;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The repositories of GitLab, which it calls projects; groups nest to any depth. */
final class GitLabProjects implements RepositoryBook {
  private static final int PER_PAGE = 50;
  private static final int MAINTAINER = 40;

  private final ForgeClient client;

  GitLabProjects(ForgeClient client) {
    this.client = client;
  }

  static String pathOf(RepositoryName name) {
    return "/projects/" + ForgeClient.encoded(name.value());
  }

  @Override
  public Listing list(String query, @Nullable String page) throws ForgeException {
    String filter =
        query.isBlank()
            ? ""
            : "&search_namespaces=true&search=" + ForgeClient.encoded(query.strip());
    String mine = "/projects?membership=true&order_by=last_activity_at" + filter + "&per_page=";
    return RepositoryPages.found(
        page, RepositoryPages.Source.of(client, mine, PER_PAGE, GitLabProjects::project));
  }

  @Override
  public Optional<ForgeRepository> read(String what, RepositoryName name) throws ForgeException {
    return project(client.get(what, pathOf(name)));
  }

  private static Optional<ForgeRepository> project(JsonNode json) {
    JsonNode permissions = json.path("permissions");
    boolean maintains =
        maintains(permissions.path("project_access"))
            || maintains(permissions.path("group_access"));
    return RepositoryPages.read(
        Json.text(json, "path_with_namespace"),
        Json.text(json, "http_url_to_repo"),
        RepositoryPages.orMain(Json.text(json, "default_branch")),
        Json.text(json, "description"),
        new Rights(!Json.text(json, "visibility").equals("public"), maintains));
  }

  private static boolean maintains(JsonNode access) {
    return access.path("access_level").asInt() >= MAINTAINER;
  }

  @Override
  public boolean hasDockerfile(String what, ForgeRepository repository) throws ForgeException {
    String branch = ForgeClient.encoded(repository.defaultBranch());
    return client.exists(
        what, pathOf(repository.name()) + "/repository/files/Dockerfile?ref=" + branch);
  }
}
