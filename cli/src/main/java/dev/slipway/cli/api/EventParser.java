package dev.slipway.cli.api;

import org.jspecify.annotations.Nullable;

/**
 * Puts the lines of an event stream together to events. Used by one thread.
 *
 * @see <a
 *     href="https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation">the
 *     HTML standard on interpreting an event stream</a>
 */
final class EventParser {
  private String type = "";
  private @Nullable String id;
  private final StringBuilder data = new StringBuilder();
  private boolean first = true;

  /**
   * Takes the next line, without its end.
   *
   * @return the event that the line completes, or null
   */
  @Nullable ServerEvent line(String raw) {
    String line = first && raw.startsWith("\uFEFF") ? raw.substring(1) : raw;
    first = false;
    if (line.isEmpty()) {
      return dispatch();
    }
    int colon = line.indexOf(':');
    if (colon == 0) {
      return ServerEvent.HEARTBEAT;
    }
    String field = colon < 0 ? line : line.substring(0, colon);
    String value = colon < 0 ? "" : line.substring(colon + 1);
    take(field, value.startsWith(" ") ? value.substring(1) : value);
    return null;
  }

  private void take(String field, String value) {
    switch (field) {
      case "event" -> type = value;
      case "data" -> data.append(value).append('\n');
      case "id" -> {
        if (value.indexOf('\0') < 0) {
          id = value;
        }
      }
      default -> {} // "retry" is for browsers; the standard says to ignore unknown fields
    }
  }

  private @Nullable ServerEvent dispatch() {
    ServerEvent event =
        data.isEmpty()
            ? null
            : new ServerEvent(
                type.isEmpty() ? "message" : type, id, data.substring(0, data.length() - 1));
    type = "";
    id = null;
    data.setLength(0);
    return event;
  }
}
