package dev.slipway.cli.terminal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes text that strangers wrote, such as logs and commit messages, safe to show: escape sequences
 * can retitle a window, move the cursor over what was said before, or type for the user.
 *
 * @see <a
 *     href="https://ecma-international.org/publications-and-standards/standards/ecma-48/">ECMA-48
 *     on control functions</a>
 */
public final class SafeText {
  private static final Pattern ESCAPE =
      Pattern.compile(
          "(?:\\x1b\\[|\\x9b)[0-?]*[ -/]*[@-~]?" // CSI: colours, cursor
              + "|(?:\\x1b[\\]PX^_]|[\\x90\\x98\\x9d-\\x9f])[^\\x07\\x1b\\x9c]*"
              + "(?:\\x07|\\x1b\\\\|\\x9c)?" // strings: titles, links, clipboard
              + "|\\x1b[ -/]*[0-~]?");
  private static final Pattern COLOR = Pattern.compile("\\x1b\\[[0-9;:]*m");
  private static final Pattern BIDI = Pattern.compile("[\\u202a-\\u202e\\u2066-\\u2069]");
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f-\\x9f]");
  private static final Pattern CONTROL_BUT_LINES =
      Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f]");
  private static final String RESET = "\u001b[0m";

  private SafeText() {}

  /** One line without any control function; tabs stay. */
  public static String plain(String line) {
    return CONTROL.matcher(withoutEscapes(line)).replaceAll("");
  }

  /** One line that keeps its colours and nothing else; they end with the line. */
  public static String colored(String line) {
    if (line.indexOf('\u001b') < 0) {
      return plain(line);
    }
    var safe = new StringBuilder();
    Matcher color = COLOR.matcher(line);
    int from = 0;
    while (color.find()) {
      safe.append(plain(line.substring(from, color.start()))).append(color.group());
      from = color.end();
    }
    return safe.append(plain(line.substring(from))).append(RESET).toString();
  }

  /** The first line of a text, with single spaces, as it fits into a table or a TSV field. */
  public static String cell(String text) {
    String first = text.lines().findFirst().orElse("");
    return plain(first.replace('\t', ' ')).strip();
  }

  /** Several lines without any control function. */
  public static String lines(String text) {
    return CONTROL_BUT_LINES.matcher(withoutEscapes(text)).replaceAll("");
  }

  private static String withoutEscapes(String text) {
    return BIDI.matcher(ESCAPE.matcher(text).replaceAll("")).replaceAll("");
  }
}
