package dev.slipway.core.access;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * One thing that somebody did, or was kept from doing.
 *
 * @param at to the millisecond
 * @param who the user's name; empty for a stranger
 * @param by the id of the session or token that was used; empty for none
 * @param from the address that the request came from
 * @param action method and route, such as {@code POST /api/v1/builds/:id/cancel}
 * @param object the path that was called, without its query
 * @param outcome the HTTP status that was answered
 * @param before SHA-256 of the object as it was, in hex; empty where there was none
 * @param after the same of what became of it
 */
public record Deed(
    Instant at,
    String who,
    String by,
    String from,
    String action,
    String object,
    int outcome,
    String before,
    String after) {
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  /** Control characters are replaced: each part has to stay on one line. */
  public Deed {
    who = line(who);
    by = line(by);
    from = line(from);
    action = line(action);
    object = line(object);
  }

  private static String line(String text) {
    return CONTROL.matcher(text).replaceAll("?");
  }
}
