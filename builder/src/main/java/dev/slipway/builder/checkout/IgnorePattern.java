package dev.slipway.builder.checkout;

import java.util.regex.Pattern;

/**
 * Turns one pattern of an ignore file into a regular expression: {@code *} and {@code ?} stay
 * within a name, {@code **} crosses folders and also stands for none, {@code [a-z]} and {@code
 * [^a-z]} are one character, a backslash takes away the meaning of the next one.
 */
final class IgnorePattern {
  private final String glob;
  private final StringBuilder regex = new StringBuilder();
  private int at;

  private IgnorePattern(String glob) {
    this.glob = glob;
  }

  /**
   * Compiles it.
   *
   * @throws IllegalArgumentException with the reason, when it is malformed
   */
  static Pattern compile(String glob) {
    return new IgnorePattern(glob).translated();
  }

  private Pattern translated() {
    while (at < glob.length()) {
      char next = glob.charAt(at++);
      switch (next) {
        case '*' -> star();
        case '?' -> regex.append("[^/]");
        case '[' -> characterClass();
        case '\\' -> quote(escaped());
        default -> quote(next);
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private void star() {
    if (!looksAt('*')) {
      regex.append("[^/]*");
      return;
    }
    at++;
    if (looksAt('/')) {
      at++;
    }
    regex.append(at == glob.length() ? ".*" : "(.*/)?");
  }

  private void characterClass() {
    regex.append("(?!/)[");
    if (looksAt('^')) {
      at++;
      regex.append('^');
    }
    boolean empty = true;
    while (empty || !looksAt(']')) {
      char low = classMember();
      char high = low;
      if (looksAt('-') && at + 1 < glob.length() && glob.charAt(at + 1) != ']') {
        at++;
        high = classMember();
      }
      if (high < low) {
        throw new IllegalArgumentException("the range " + low + "-" + high + " is backwards");
      }
      quote(low);
      regex.append('-');
      quote(high);
      empty = false;
    }
    at++;
    regex.append(']');
  }

  private char classMember() {
    if (at >= glob.length()) {
      throw new IllegalArgumentException("a [ without its ]");
    }
    char next = glob.charAt(at++);
    if (next == ']' || next == '-') {
      throw new IllegalArgumentException("nothing to choose from between [ and ]");
    }
    return next == '\\' ? escaped() : next;
  }

  private char escaped() {
    if (at >= glob.length()) {
      throw new IllegalArgumentException("nothing follows the \\");
    }
    return glob.charAt(at++);
  }

  private boolean looksAt(char wanted) {
    return at < glob.length() && glob.charAt(at) == wanted;
  }

  private void quote(char value) {
    if (!Character.isLetterOrDigit(value) && value < 0x80) {
      regex.append('\\');
    }
    regex.append(value);
  }
}
