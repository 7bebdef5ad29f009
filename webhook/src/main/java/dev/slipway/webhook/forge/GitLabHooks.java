package dev.slipway.webhook.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeException.Kind;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.webhook.forge.ForgeApi.Hook;
import java.util.ArrayList;
import java.util.List;

/**
 * The webhooks of GitLab. A secret of the form {@code whsec_BASE64} becomes the key with which
 * newer versions sign; any other becomes the token that is sent along. A webhook never has both, so
 * that what cannot be forged does not depend on what travels in the open.
 *
 * @see <a href="https://docs.gitlab.com/api/project_webhooks/">Project webhooks</a>
 */
final class GitLabHooks implements HookBook {
  static final String SIGNING = "whsec_";

  private static final List<String> EVENTS =
      List.of("push_events", "tag_push_events", "merge_requests_events");

  private final ForgeClient client;

  GitLabHooks(ForgeClient client) {
    this.client = client;
  }

  private static String hooksOf(RepositoryName name) {
    return GitLabProjects.pathOf(name) + "/hooks";
  }

  private static boolean signs(Hook hook) {
    return hook.secret().reveal().startsWith(SIGNING);
  }

  @Override
  public List<FoundHook> list(RepositoryName name, Hook wanted) throws ForgeException {
    List<FoundHook> all = new ArrayList<>();
    for (JsonNode hook :
        client.get("list the webhooks of " + name, hooksOf(name) + "?per_page=100")) {
      String url = Json.text(hook, "url");
      all.add(new FoundHook(Json.text(hook, "id"), url, faults(hook, url, wanted)));
    }
    return all;
  }

  /** What GitLab switched off after failures, for a while or for good, is a fault too. */
  private static List<String> faults(JsonNode hook, String url, Hook wanted) {
    String alert = Json.text(hook, "alert_status");
    String present = signs(wanted) ? "signing_token_present" : "token_present";
    return new HookFaults()
        .url(url, wanted)
        .when(
            (!alert.isEmpty() && !alert.equals("executable"))
                || !Json.text(hook, "disabled_until").isEmpty(),
            "GitLab had switched it off after failed deliveries")
        .when(!EVENTS.stream().allMatch(event -> hook.path(event).asBoolean()), "it lacked events")
        .when(!hook.path(present).asBoolean(true), "it had no secret")
        .when(
            HookFaults.encrypted(wanted) && !hook.path("enable_ssl_verification").asBoolean(true),
            "it did not check the certificate")
        .list();
  }

  @Override
  public String create(RepositoryName name, Hook hook) throws ForgeException {
    JsonNode created = client.post("install the webhook of " + name, hooksOf(name), wanted(hook));
    String id = Json.text(created, "id");
    if (signs(hook) && !created.path("signing_token_present").asBoolean()) {
      remove(name, id);
      throw cannotSign(name);
    }
    return id;
  }

  /** A webhook that was switched off is taken up again with the first delivery that arrives. */
  @Override
  public void update(RepositoryName name, String id, Hook hook) throws ForgeException {
    String path = hooksOf(name) + "/" + ForgeClient.encoded(id);
    JsonNode changed = client.put("change the webhook of " + name, path, wanted(hook));
    if (signs(hook) && !changed.path("signing_token_present").asBoolean()) {
      throw cannotSign(name);
    }
    String alert = Json.text(changed, "alert_status");
    if (!alert.isEmpty() && !alert.equals("executable")) {
      client.post("test the webhook of " + name, path + "/test/push_events", null);
    }
  }

  private ForgeException cannotSign(RepositoryName name) {
    return new ForgeException(
        Kind.REFUSED,
        client.site().name() + " did not sign for " + name + ": this version cannot",
        "use a secret token instead of a signing key");
  }

  void remove(RepositoryName name, String id) throws ForgeException {
    client.delete("remove the webhook of " + name, hooksOf(name) + "/" + ForgeClient.encoded(id));
  }

  private static ObjectNode wanted(Hook hook) {
    ObjectNode body =
        Json.object()
            .put("url", hook.url().toString())
            .put("enable_ssl_verification", true)
            .put("token", signs(hook) ? "" : hook.secret().reveal());
    if (signs(hook)) {
      body.put("signing_token", hook.secret().reveal());
    }
    EVENTS.forEach(event -> body.put(event, true));
    return body;
  }
}
