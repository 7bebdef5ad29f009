package dev.slipway.webhook.forge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.webhook.forge.ForgeApi.ForgeDeployment;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * GitHub's records of deployments. A record is tied to its commit; making it neither merges
 * anything nor waits for other checks.
 *
 * @see <a href="https://docs.github.com/en/rest/deployments/deployments">Deployments</a>
 */
final class GitHubDeployments {
  private static final int LONGEST_DESCRIPTION = 140;

  private final ForgeClient client;

  GitHubDeployments(ForgeClient client) {
    this.client = client;
  }

  /** Adds a status to the record, which is made where there is none yet; returns its id. */
  String record(RepositoryName name, @Nullable String forgeId, ForgeDeployment deployment)
      throws ForgeException {
    String what = "record the deployment of " + name + " to " + deployment.environment();
    String all = "/repos/" + name + "/deployments";
    String id =
        forgeId == null ? Json.text(client.post(what, all, fresh(deployment)), "id") : forgeId;
    client.post(what, all + "/" + ForgeClient.encoded(id) + "/statuses", status(deployment));
    return id;
  }

  private static ObjectNode fresh(ForgeDeployment deployment) {
    String environment = deployment.environment().toLowerCase(Locale.ROOT);
    ObjectNode body =
        Json.object()
            .put("ref", deployment.commit().hex())
            .put("auto_merge", false)
            .put("environment", deployment.environment())
            .put("production_environment", environment.equals("production"))
            .put("transient_environment", environment.startsWith("preview"))
            .put("description", description(deployment));
    body.putArray("required_contexts");
    return body;
  }

  private static ObjectNode status(ForgeDeployment deployment) {
    ObjectNode body =
        Json.object()
            .put("state", state(deployment.state()))
            .put("environment", deployment.environment())
            .put("description", description(deployment))
            .put("log_url", deployment.logUrl().toString());
    if (deployment.siteUrl() != null) {
      body.put("environment_url", deployment.siteUrl().toString());
    }
    return body;
  }

  private static String description(ForgeDeployment deployment) {
    return Shortened.text(deployment.description(), LONGEST_DESCRIPTION);
  }

  private static String state(CommitStatus.State state) {
    return switch (state) {
      case QUEUED -> "queued";
      case RUNNING -> "in_progress";
      case SUCCEEDED -> "success";
      case FAILED -> "failure";
      case CANCELED -> "inactive";
      case ERROR -> "error";
    };
  }
}
