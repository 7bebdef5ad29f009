package dev.slipway.registrysync.wire;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body, if it has one, is small and can be sent again.
 *
 * @param scope what it needs to be allowed to do
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares requests.
public record Ask(
    String method, URI uri, Scope scope, Map<String, String> headers, byte @Nullable [] body) {
  public Ask {
    headers = Map.copyOf(headers);
  }

  public static Ask of(String method, URI uri, Scope scope) {
    return new Ask(method, uri, scope, Map.of(), null);
  }

  /** The same with one more header. */
  public Ask with(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new Ask(method, uri, scope, more, body);
  }

  /** The same with a body. */
  public Ask with(byte[] content, String type) {
    return new Ask(method, uri, scope, headers, content).with("Content-Type", type);
  }

  /** The same at another place, to which nothing secret follows. */
  Ask at(URI other) {
    return new Ask(method, other, scope, headers, body);
  }

  boolean reads() {
    return method.equals("GET") || method.equals("HEAD");
  }
}
