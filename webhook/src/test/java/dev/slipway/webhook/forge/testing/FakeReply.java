package dev.slipway.webhook.forge.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** What a fake forge answers. */
public record FakeReply(int status, Map<String, String> headers, String body) {
  public FakeReply {
    headers = Map.copyOf(headers);
  }

  public static FakeReply json(int status, JsonNode body) {
    return new FakeReply(status, Map.of("Content-Type", "application/json"), body.toString());
  }

  public static FakeReply text(int status, String json) {
    return new FakeReply(status, Map.of("Content-Type", "application/json"), json);
  }

  public static FakeReply empty(int status) {
    return new FakeReply(status, Map.of(), "");
  }

  /** A page for people, as proxies answer when they are in trouble. */
  public static FakeReply page(int status) {
    return new FakeReply(
        status, Map.of("Content-Type", "text/html"), "<html><body>Oops</body></html>");
  }

  public FakeReply with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new FakeReply(status, more, body);
  }
}
