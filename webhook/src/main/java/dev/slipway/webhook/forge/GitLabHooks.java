package dev.slipway.webhook.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeException.Kind;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.webhook.forge.ForgeApi.Hook;
import java.util.List;

/**
 * The webhooks of GitLab. A secret of the form {@code whsec_BASE64} becomes the key with which
 * newer versions sign; any other becomes the token that is sent along. A webhook never has both, so
 * that what cannot be forged does not depend on what travels in the open. A GitLab that cannot sign
 * refuses such a key, which leaves no new webhook behind.
 *
 * @see <a href="https://docs.gitlab.com/api/project_webhooks/">Project webhooks</a>
 */
final class GitLabHooks implements HookBook {
  static final String SIGNING = "whsec_";

  private final ForgeClient client;
  private final RestHooks rest;

  GitLabHooks(ForgeClient client) {
    this.client = client;
    this.rest = new RestHooks(client, new Form());
  }

  private static boolean signs(Hook hook) {
    return hook.secret().reveal().startsWith(SIGNING);
  }

  @Override
  public List<FoundHook> list(RepositoryName name, Hook wanted) throws ForgeException {
    return rest.list(name, wanted);
  }

  @Override
  public String create(RepositoryName name, Hook hook) throws ForgeException {
    JsonNode created = rest.add(name, hook);
    String id = rest.idOf(created);
    if (cannotSign(created, hook)) {
      remove(name, id);
      throw cannotSign(name);
    }
    return id;
  }

  /** A webhook that was switched off is taken up again with the first delivery that arrives. */
  @Override
  public void update(RepositoryName name, String id, Hook hook) throws ForgeException {
    JsonNode changed = rest.change(name, id, hook);
    if (cannotSign(changed, hook)) {
      throw cannotSign(name);
    }
    if (isOff(changed)) {
      String test = rest.pathOf(name, id) + "/test/push_events";
      client.post("test the webhook of " + name, test, null);
    }
  }

  @Override
  public void remove(RepositoryName name, String id) throws ForgeException {
    rest.remove(name, id);
  }

  private static boolean isOff(JsonNode hook) {
    String alert = Json.text(hook, "alert_status");
    return !alert.isEmpty() && !alert.equals("executable");
  }

  private static boolean cannotSign(JsonNode answer, Hook hook) {
    return signs(hook) && !answer.path("signing_token_present").asBoolean();
  }

  private ForgeException cannotSign(RepositoryName name) {
    return new ForgeException(
        Kind.REFUSED,
        client.site().name() + " did not sign for " + name + ": this version cannot",
        "use a secret token instead of a signing key");
  }

  /** How GitLab writes one. */
  private static final class Form implements HookForm {
    private static final List<String> EVENTS =
        List.of("push_events", "tag_push_events", "merge_requests_events");

    @Override
    public String path(RepositoryName name) {
      return GitLabProjects.pathOf(name) + "/hooks";
    }

    @Override
    public String toChange() {
      return "PUT";
    }

    /** What GitLab switched off after failures, for a while or for good, is a fault too. */
    @Override
    public HookFaults faults(HookFaults faults, JsonNode hook, Hook wanted) {
      String present = signs(wanted) ? "signing_token_present" : "token_present";
      return faults
          .when(
              isOff(hook) || !Json.text(hook, "disabled_until").isEmpty(),
              "GitLab had switched it off after failed deliveries")
          .switches(hook, EVENTS)
          .secret(hook.path(present).asBoolean(true))
          .certificate(wanted, hook.path("enable_ssl_verification").asBoolean(true));
    }

    @Override
    public ObjectNode wanted(Hook hook) {
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
}
