package dev.slipway.webhook.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeRepository;
import dev.slipway.core.account.Onboarding.Listing;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.webhook.forge.ForgeApi.Hook;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gitee. Its API has no commit statuses and no records of deployments, and does not redeliver:
 * those calls do nothing, and comments on pull requests are the way to speak back.
 *
 * @see <a href="https://gitee.com/api/v5/swagger">Gitee's API</a>
 */
final class GiteeForge implements RepositoryBook, HookForm {
  /** Deliveries are signed, instead of carrying the secret itself. */
  private static final int SIGNED = 1;

  private static final List<String> EVENTS =
      List.of("push_events", "tag_push_events", "merge_requests_events");

  private final ForgeClient client;

  private GiteeForge(ForgeClient client) {
    this.client = client;
  }

  static ForgeApi of(ForgeClient client) {
    GiteeForge gitee = new GiteeForge(client);
    StatusBook noStatuses = (_, _, _, _) -> {};
    return new ConnectedForge(
        client.site(),
        TokenUser.withLogin(client),
        gitee,
        new RestHooks(client, gitee),
        noStatuses,
        new IssueComments(client, "pulls"));
  }

  @Override
  public Listing list(String query, @Nullable String page) throws ForgeException {
    return RepositoryPages.ofUser(client, query, page, GiteeForge::repository);
  }

  @Override
  public Optional<ForgeRepository> read(String what, RepositoryName name) throws ForgeException {
    return repository(client.get(what, "/repos/" + name));
  }

  private static Optional<ForgeRepository> repository(JsonNode json) {
    boolean admin = json.path("permission").path("admin").asBoolean();
    return RepositoryPages.likeGitHub(json, Json.text(json, "html_url"), admin);
  }

  /** Gitee answers 200 for contents that are not there, so the tree is asked. */
  @Override
  public boolean hasDockerfile(String what, ForgeRepository repository) throws ForgeException {
    String branch = ForgeClient.encoded(repository.defaultBranch());
    JsonNode tree = client.get(what, "/repos/" + repository.name() + "/git/trees/" + branch);
    for (JsonNode entry : tree.path("tree")) {
      if (Json.text(entry, "path").equals("Dockerfile")
          && Json.text(entry, "type").equals("blob")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String path(RepositoryName name) {
    return "/repos/" + name + "/hooks";
  }

  @Override
  public HookFaults faults(HookFaults faults, JsonNode hook, Hook wanted) {
    return faults
        .switches(hook, EVENTS)
        .when(hook.path("encryption_type").asInt(SIGNED) != SIGNED, "it did not sign");
  }

  @Override
  public ObjectNode wanted(Hook hook) {
    ObjectNode body =
        Json.object()
            .put("url", hook.url().toString())
            .put("encryption_type", SIGNED)
            .put("password", hook.secret().reveal());
    EVENTS.forEach(event -> body.put(event, true));
    return body;
  }
}
