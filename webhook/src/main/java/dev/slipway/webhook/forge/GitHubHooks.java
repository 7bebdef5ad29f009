package dev.slipway.webhook.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.webhook.forge.ForgeApi.Hook;
import java.util.ArrayList;
import java.util.List;

/**
 * The webhooks of GitHub. Tags and deleted refs come as pushes.
 *
 * @see <a href="https://docs.github.com/en/rest/repos/webhooks">Repository webhooks</a>
 */
final class GitHubHooks implements HookBook {
  private static final List<String> EVENTS = List.of("push", "pull_request");

  private final ForgeClient client;

  GitHubHooks(ForgeClient client) {
    this.client = client;
  }

  @Override
  public List<FoundHook> list(RepositoryName name, Hook wanted) throws ForgeException {
    List<FoundHook> all = new ArrayList<>();
    for (JsonNode hook :
        client.get("list the webhooks of " + name, "/repos/" + name + "/hooks?per_page=100")) {
      String url = Json.text(hook.path("config"), "url");
      all.add(new FoundHook(Json.text(hook, "id"), url, faults(hook, url, wanted)));
    }
    return all;
  }

  private static List<String> faults(JsonNode hook, String url, Hook wanted) {
    JsonNode config = hook.path("config");
    return new HookFaults()
        .url(url, wanted)
        .when(!hook.path("active").asBoolean(true), "it was switched off")
        .events(hook.path("events"), EVENTS)
        .when(!Json.text(config, "content_type").equals("json"), "it did not send JSON")
        .when(Json.text(config, "secret").isEmpty(), "it had no secret")
        .when(
            HookFaults.encrypted(wanted) && Json.text(config, "insecure_ssl").equals("1"),
            "it did not check the certificate")
        .list();
  }

  @Override
  public String create(RepositoryName name, Hook hook) throws ForgeException {
    JsonNode created =
        client.post(
            "install the webhook of " + name,
            "/repos/" + name + "/hooks",
            wanted(hook).put("name", "web"));
    return Json.text(created, "id");
  }

  @Override
  public void update(RepositoryName name, String id, Hook hook) throws ForgeException {
    client.patch(
        "change the webhook of " + name,
        "/repos/" + name + "/hooks/" + ForgeClient.encoded(id),
        wanted(hook));
  }

  private static ObjectNode wanted(Hook hook) {
    ObjectNode body = Json.object().put("active", true);
    EVENTS.forEach(body.putArray("events")::add);
    body.putObject("config")
        .put("url", hook.url().toString())
        .put("content_type", "json")
        .put("secret", hook.secret().reveal())
        .put("insecure_ssl", "0");
    return body;
  }
}
