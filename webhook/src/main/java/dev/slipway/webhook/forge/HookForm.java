package dev.slipway.webhook.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.webhook.forge.ForgeApi.Hook;
import java.util.List;

/** How one forge writes webhooks in JSON, and where. */
interface HookForm {
  /** The path of all webhooks of a repository; below it is each under its id. */
  String path(RepositoryName name);

  /** The query by which the list has as many on a page as there may be. */
  default String most() {
    return "?per_page=100";
  }

  /** The field that the id is in. */
  default String idField() {
    return "id";
  }

  /** The method by which one is changed. */
  default String toChange() {
    return "PATCH";
  }

  /** Where a webhook that was listed leads. */
  default String url(JsonNode hook) {
    return Json.text(hook, "url");
  }

  /** Adds what is wrong with a webhook that was listed, besides its URL and its being off. */
  HookFaults faults(HookFaults faults, JsonNode hook, Hook wanted);

  /** A webhook as it should be. */
  ObjectNode wanted(Hook hook);

  /** The same, for a new one. */
  default ObjectNode fresh(Hook hook) {
    return wanted(hook);
  }

  /** A webhook as GitHub, Gitea and Forgejo write it. */
  static ObjectNode configured(Hook hook, List<String> events) {
    ObjectNode body = Json.object().put("active", true);
    events.forEach(body.putArray("events")::add);
    body.putObject("config")
        .put("url", hook.url().toString())
        .put("content_type", "json")
        .put("secret", hook.secret().reveal());
    return body;
  }
}
