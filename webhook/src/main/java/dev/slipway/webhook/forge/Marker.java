package dev.slipway.webhook.forge;

import dev.slipway.core.InvalidValueException;
import java.util.regex.Pattern;

/** The words by which a comment of ours is found again, in the form that one forge hides. */
enum Marker {
  /** An HTML comment. */
  HTML("<!-- ", " -->"),
  /** A link definition that nothing refers to: Bitbucket shows HTML comments as text. */
  LINK("[//]: # (", ")");

  private static final Pattern WORDS = Pattern.compile("[A-Za-z0-9:/._#@-]{1,100}");

  private final String before;
  private final String after;

  Marker(String before, String after) {
    this.before = before;
    this.after = after;
  }

  /**
   * The marker as it stands in a comment.
   *
   * @throws InvalidValueException when it would end its own hiding place
   */
  String hidden(String marker) {
    if (!WORDS.matcher(marker).matches() || marker.contains("--")) {
      throw new InvalidValueException(
          "\"" + marker + "\" cannot mark a comment; write it like slipway:build");
    }
    return before + marker + after;
  }

  /** The comment with its marker, where markdown ends a paragraph before it. */
  String mark(String marker, String markdown) {
    return markdown.stripTrailing() + "\n\n" + hidden(marker);
  }
}
