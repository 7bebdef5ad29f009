package dev.slipway.webhook.forge.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A webhook as it was installed.
 *
 * @param json what the forge lists of it, without the secret
 */
public record FakeHook(String id, String url, String secret, ObjectNode json) {
  /** One as GitHub and Gitea write it. */
  static FakeHook configured(FakeRequest request, int number) {
    JsonNode config = request.body().path("config");
    ObjectNode json = request.body().deepCopy();
    json.put("id", number).withObject("/config").remove("secret");
    return new FakeHook(
        Integer.toString(number),
        config.path("url").asText(),
        config.path("secret").asText(),
        json);
  }

  @Override
  public String toString() {
    return "FakeHook(" + id + ", " + url + ")";
  }
}
