package dev.slipway.builder.dockerfile;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The patterns of {@code ${x#pattern}} and its like: {@code *}, {@code ?}, and escapes of them. */
final class ShellPattern {
  private static final String MEANS_SOMETHING = "[]{}.+()|^$";

  private ShellPattern() {}

  static String withoutPrefix(String pattern, String value, boolean longest) {
    Matcher prefix = Pattern.compile(regex(pattern, longest)).matcher(value);
    return prefix.lookingAt() ? value.substring(prefix.end()) : value;
  }

  /** The shortest is found from the right, since a search from the left begins too early. */
  static String withoutSuffix(String pattern, String value, boolean longest) {
    Pattern suffix = Pattern.compile(regex(pattern, true));
    int step = longest ? 1 : -1;
    for (int from = longest ? 0 : value.length();
        from >= 0 && from <= value.length();
        from += step) {
      if (suffix.matcher(value.substring(from)).matches()) {
        return value.substring(0, from);
      }
    }
    return value;
  }

  /**
   * As a regular expression.
   *
   * @throws IllegalArgumentException when something is escaped that has no meaning
   */
  static String regex(String pattern, boolean greedy) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char next = pattern.charAt(i);
      char after = i + 1 < pattern.length() ? pattern.charAt(i + 1) : 0;
      if (next == '*') {
        regex.append(greedy ? ".*" : ".*?");
      } else if (next == '?') {
        regex.append('.');
      } else if (next != '\\') {
        regex.append(MEANS_SOMETHING.indexOf(next) >= 0 ? "\\" + next : String.valueOf(next));
      } else if (after == '*' || after == '?' || after == '\\') {
        regex.append('\\').append(after);
        i++;
      } else if (after != '}' && after != '/') {
        throw new IllegalArgumentException(
            "invalid pattern (" + pattern + ") in substitution: invalid escape '\\" + after + "'");
      }
    }
    return regex.toString();
  }
}
