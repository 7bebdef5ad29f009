package dev.slipway.edge;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the access log says of a request.
 *
 * @param at when its head was read, in milliseconds since 1970
 * @param service null where no route leads to one
 * @param release 0 where none was chosen
 * @param target with its query, which is left out of the line
 * @param status 499 where the client went away before its answer
 * @param bytes of the answer's body
 * @param micros until the end of the answer
 */
record AccessLine(
    long at,
    @Nullable String service,
    int release,
    String host,
    String method,
    String target,
    int status,
    long bytes,
    long micros,
    String id) {
  void appendTo(StringBuilder text) {
    text.append("{\"time\":\"").append(Instant.ofEpochMilli(at)).append('"');
    if (service != null) {
      member(text, "service", service);
    }
    if (release != 0) {
      text.append(",\"release\":").append(release);
    }
    member(text, "host", host);
    member(text, "method", method);
    int query = target.indexOf('?');
    member(text, "path", query < 0 ? target : target.substring(0, query));
    text.append(",\"status\":").append(status).append(",\"bytes\":").append(bytes);
    text.append(",\"ms\":").append(micros / 1000).append('.');
    text.append((char) ('0' + micros / 100 % 10)).append((char) ('0' + micros / 10 % 10));
    member(text, "id", id);
    text.append("}\n");
  }

  private static void member(StringBuilder text, String name, String value) {
    text.append(",\"").append(name).append("\":\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || (c >= 0x7f && c < 0xa0) || Character.isSurrogate(c)) {
        text.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
