package dev.slipway.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An answer that says what is wrong, as RFC 9457 has it.
 *
 * @param retryAfter null where trying again makes no difference
 */
record Problem(
    int status, String type, String title, String detail, @Nullable Duration retryAfter) {

  static Problem of(int status, String type, String title, String detail) {
    return new Problem(status, type, title, detail, null);
  }

  Problem retryAfter(Duration wait) {
    return new Problem(status, type, title, detail, wait);
  }

  void send(HttpServerResponse response) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("type", "/problems/" + type);
    json.put("title", title);
    json.put("status", status);
    json.put("detail", detail);
    if (retryAfter != null) {
      long seconds = Math.max(1, Math.ceilDiv(retryAfter.toMillis(), 1000));
      response.putHeader("Retry-After", Long.toString(seconds));
    }
    response
        .setStatusCode(status)
        .putHeader("Content-Type", "application/problem+json")
        .end(json.toString());
  }
}
