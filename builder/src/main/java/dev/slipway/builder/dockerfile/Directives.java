package dev.slipway.builder.dockerfile;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the comments at the top of a Dockerfile set.
 *
 * @param escape takes away the meaning of the character after it, and continues lines
 * @param syntax the frontend that is to read the file; null for the usual one
 * @param check how it is to be linted; null where it does not say
 * @see <a href="https://docs.docker.com/reference/dockerfile/#parser-directives">directives</a>
 */
public record Directives(char escape, @Nullable String syntax, @Nullable String check) {
  private static final char USUAL_ESCAPE = '\\';

  static Directives of(Map<String, String> set) {
    String escape = set.get("escape");
    return new Directives(
        escape == null ? USUAL_ESCAPE : escape.charAt(0), set.get("syntax"), set.get("check"));
  }
}
