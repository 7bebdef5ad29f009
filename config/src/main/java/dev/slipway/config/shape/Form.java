package dev.slipway.config.shape;

import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What a text looks like.
 *
 * @param noun with its article, for messages: {@code a path}
 * @param longest in characters
 * @param pattern of the whole text, in the syntax that Java and JSON Schema share
 * @param loose whether a number or truth value may stand for its text
 * @param complaint about a text that does not match
 */
public record Form(
    String noun,
    int longest,
    Pattern pattern,
    boolean loose,
    Function<String, Complaint> complaint) {
  private static final int LONG = 32 * 1024;

  /** Any text. */
  public static final Form ANY =
      loose("a single value", LONG, "[^\\x00]*", "holds a NUL character");

  /** One that has to be written as a text, so that {@code 1.10} cannot become 1.1. */
  public static Form strict(
      String noun, int longest, String pattern, Function<String, Complaint> complaint) {
    return new Form(noun, longest, Pattern.compile(pattern), false, complaint);
  }

  /** The same with words that fit every text that does not match. */
  public static Form strict(String noun, int longest, String pattern, String message, String hint) {
    return strict(noun, longest, pattern, _ -> new Complaint(message, hint));
  }

  /** The same, said by the noun. */
  public static Form strict(String noun, int longest, String pattern, String hint) {
    return strict(noun, longest, pattern, "is no " + bare(noun), hint);
  }

  /** One that numbers and truth values have too, as values of variables do. */
  public static Form loose(String noun, int longest, String pattern, String message) {
    return new Form(noun, longest, Pattern.compile(pattern), true, _ -> new Complaint(message, ""));
  }

  boolean matches(String text) {
    return text.length() <= longest && pattern.matcher(text).matches();
  }

  private static String bare(String noun) {
    return noun.substring(noun.indexOf(' ') + 1);
  }
}
