package dev.slipway.webhook.dialect;

import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.source.Forge;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes requests as they would come in. */
final class Requests {
  private Requests() {}

  /**
   * A request.
   *
   * @param headers names in lower case, each followed by its value
   */
  static ReceivedRequest of(Forge forge, String body, String... headers) {
    SortedMap<String, String> named = new TreeMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      named.put(headers[i], headers[i + 1]);
    }
    return new ReceivedRequest(forge, null, named, new Delivery.Body(utf8(body)));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
