package dev.slipway.builder.dockerfile;

import java.util.List;
import java.util.Map;

/**
 * Replaces variables in a word, and takes away quotes and escapes, as BuildKit does it. That is
 * close to a shell but not the same: the operators are {@code - + ?} with and without a colon,
 * {@code # ## % %% / //}, and what is not set is empty. Immutable.
 *
 * @param escape takes away the meaning of the next character
 * @param keepQuotes whether quotes and escapes stay in the result
 * @param ignoreQuotes whether quotes are ordinary characters
 * @param keepUnset whether variables that are not set stay as they are written
 * @see <a href="https://docs.docker.com/reference/dockerfile/#environment-replacement">environment
 *     replacement</a>
 */
record Expansion(char escape, boolean keepQuotes, boolean ignoreQuotes, boolean keepUnset) {

  static Expansion withEscape(char escape) {
    return new Expansion(escape, false, false, false);
  }

  Expansion keepingQuotes() {
    return new Expansion(escape, true, ignoreQuotes, keepUnset);
  }

  Expansion ignoringQuotes() {
    return new Expansion(escape, keepQuotes, true, keepUnset);
  }

  Expansion keepingUnset() {
    return new Expansion(escape, keepQuotes, ignoreQuotes, true);
  }

  /**
   * The word with its variables replaced.
   *
   * @throws IllegalArgumentException with the reason, when it cannot be worked out
   */
  String word(String text, Map<String, String> variables) {
    return new ExpansionRun(this, text, variables).toEnd().text();
  }

  /** The same, cut at blanks that are neither quoted nor escaped: also those of variables. */
  List<String> words(String text, Map<String, String> variables) {
    return new ExpansionRun(this, text, variables).toEnd().words();
  }
}
