package dev.slipway.webhook.forge;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request to a forge's API. Printing shows neither headers, which carry the token, nor the
 * body, which may carry a webhook's secret.
 */
record ForgeRequest(String method, URI uri, Map<String, String> headers, @Nullable String body) {
  ForgeRequest {
    headers = Map.copyOf(headers);
  }

  ForgeRequest at(URI other) {
    return new ForgeRequest(method, other, headers, body);
  }

  @Override
  public String toString() {
    return method + " " + uri;
  }
}
