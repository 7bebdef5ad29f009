package dev.slipway.cli.api;

import org.jspecify.annotations.Nullable;

/**
 * One event of an event stream.
 *
 * @param type {@code message} where the sender gave none
 * @param id null where the event itself carried none
 */
public record ServerEvent(String type, @Nullable String id, String data) {
  /** Stands for a comment: nothing happened, but the connection lives. */
  static final ServerEvent HEARTBEAT = new ServerEvent("", null, "");

  public boolean isHeartbeat() {
    return type.isEmpty();
  }
}
