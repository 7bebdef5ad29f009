package dev.slipway.webhook.forge;

import java.util.Map;
import org.gitlab4j.api.GitLabApi;
import org.gitlab4j.api.GitLabApiException;
import org.gitlab4j.api.models.User;
import org.gitlab4j.models.Constants.TokenType;

/**
 * GitLab. Users, statuses and comments go through GitLab4J; lists by page, and webhooks, which have
 * a signing key that it does not know of, are asked for directly. GitLab's records of deployments
 * want a branch, which is not known here, and its webhooks redeliver one by one and by hand only.
 *
 * @see <a href="https://docs.gitlab.com/api/rest/">GitLab's REST API</a>
 */
final class GitLabForge {
  private GitLabForge() {}

  static ForgeApi of(ForgeClient client) {
    GitLabApi library = library(client);
    return new ConnectedForge(
        client.site(),
        new TokenUser(what -> client.through(what, () -> user(library))),
        new GitLabProjects(client),
        new GitLabHooks(client),
        new GitLabStatuses(client, library),
        new GitLabNotes(client, library));
  }

  private static GitLabApi library(ForgeClient client) {
    String api = client.site().api().toString();
    String host = api.substring(0, api.length() - "/api/v4".length());
    return new GitLabApi(
        GitLabApi.ApiVersion.V4,
        host,
        TokenType.OAUTH2_ACCESS,
        client.site().token().reveal(),
        null,
        Map.of(GitLabTransport.CLIENT, client));
  }

  private static ForgeApi.User user(GitLabApi library) throws GitLabApiException {
    User current = library.getUserApi().getCurrentUser();
    return new ForgeApi.User(Long.toString(current.getId()), current.getUsername());
  }
}
