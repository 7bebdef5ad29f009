package dev.slipway.webhook.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.webhook.forge.ForgeApi.Hook;
import java.util.List;

/**
 * The webhooks of GitHub. Tags and deleted refs come as pushes.
 *
 * @see <a href="https://docs.github.com/en/rest/repos/webhooks">Repository webhooks</a>
 */
final class GitHubHooks implements HookForm {
  private static final List<String> EVENTS = List.of("push", "pull_request");

  @Override
  public String path(RepositoryName name) {
    return "/repos/" + name + "/hooks";
  }

  @Override
  public String url(JsonNode hook) {
    return Json.text(hook.path("config"), "url");
  }

  @Override
  public HookFaults faults(HookFaults faults, JsonNode hook, Hook wanted) {
    JsonNode config = hook.path("config");
    return faults
        .configured(hook, EVENTS)
        .secret(!Json.text(config, "secret").isEmpty())
        .certificate(wanted, !Json.text(config, "insecure_ssl").equals("1"));
  }

  @Override
  public ObjectNode wanted(Hook hook) {
    ObjectNode body = HookForm.configured(hook, EVENTS);
    body.withObject("/config").put("insecure_ssl", "0");
    return body;
  }

  @Override
  public ObjectNode fresh(Hook hook) {
    return wanted(hook).put("name", "web");
  }
}
