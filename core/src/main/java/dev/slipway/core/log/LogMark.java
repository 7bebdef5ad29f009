package dev.slipway.core.log;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line that says where a group of lines begins or ends, in one of the forms that tools print.
 *
 * @param id what a beginning and its end have in common; empty where nesting tells
 * @param title of the group; how it went at the end of one of BuildKit's
 * @param open whether whoever printed it wants the group to be seen at once
 */
public record LogMark(Kind kind, String id, String title, boolean open) {
  private static final int LONGEST_TITLE = 200;

  /** GitLab's, of which the title comes behind a carriage return. */
  private static final Pattern SECTION =
      Pattern.compile(
          "^(?:\\x1b\\[0?K)?section_(?<what>start|end):\\d{1,14}:(?<id>[\\w.-]{1,100})"
              + "(?<options>\\[[^\\]\\r]*])?(?:\\r(?<title>.*))?$");

  /** BuildKit's plain progress: the first line of an operation names it, the last one ends it. */
  private static final Pattern VERTEX =
      Pattern.compile(
          "^#(?<id>\\d{1,6}) (?:(?<end>DONE\\b.*|CACHED|CANCELED|ERROR\\b.*)"
              + "|(?<title>\\[.+|exporting (?:to|cache)\\b.*|importing cache\\b.*))$");

  /** What else begins with three dashes or pluses: the heads of diffs, Go's test results. */
  private static final Pattern NO_HEADING =
      Pattern.compile("^(?:[ab]?/|(?:FAIL|PASS|SKIP|BENCH):|.*\\t|.*-{3}$|[-+=~])");

  /** What it does. */
  public enum Kind {
    /** Lasts until the matching {@link #GROUP_END}; groups nest. */
    GROUP,
    GROUP_END,
    /** Lasts until the {@link #SECTION_END} with its id; sections nest. */
    SECTION,
    SECTION_END,
    /** Lasts until the next one. */
    HEADING,
    /** Lasts until its end, or until another one begins. */
    VERTEX,
    VERTEX_END
  }

  /** Reads a line as it was written; null for the many that are no marks. */
  public static @Nullable LogMark of(String line) {
    if (line.contains("section_")) {
      Matcher section = SECTION.matcher(line);
      if (section.matches()) {
        return ofSection(section);
      }
    }
    char first = line.isEmpty() ? ' ' : line.charAt(0);
    if (first != ':'
        && first != '#'
        && first != '-'
        && first != '+'
        && first != '~'
        && first != '\u001b') {
      return null;
    }
    return ofPlain(PlainText.of(line));
  }

  private static @Nullable LogMark ofPlain(String text) {
    if (text.startsWith("::group::")) {
      return begin(Kind.GROUP, "", text.substring("::group::".length()), false);
    }
    if (text.startsWith("##[group]")) {
      return begin(Kind.GROUP, "", text.substring("##[group]".length()), false);
    }
    if (text.equals("::endgroup::") || text.equals("##[endgroup]")) {
      return new LogMark(Kind.GROUP_END, "", "", false);
    }
    if (text.startsWith("#")) {
      Matcher vertex = VERTEX.matcher(text);
      return vertex.matches() ? ofVertex(vertex) : null;
    }
    boolean heading = text.startsWith("--- ") || text.startsWith("+++ ") || text.startsWith("~~~ ");
    String title = heading ? text.substring(4).strip() : "";
    return title.isEmpty() || NO_HEADING.matcher(title).find()
        ? null
        : begin(Kind.HEADING, "", title, text.charAt(0) == '+');
  }

  private static LogMark ofSection(Matcher section) {
    String id = section.group("id");
    if (section.group("what").equals("end")) {
      return new LogMark(Kind.SECTION_END, id, "", false);
    }
    @Nullable String title = section.group("title");
    @Nullable String options = section.group("options");
    boolean folded = options != null && options.contains("collapsed=true");
    return begin(
        Kind.SECTION,
        id,
        title == null || PlainText.of(title).isBlank() ? id : PlainText.of(title),
        !folded);
  }

  private static LogMark ofVertex(Matcher vertex) {
    @Nullable String end = vertex.group("end");
    return end == null
        ? begin(Kind.VERTEX, vertex.group("id"), vertex.group("title"), false)
        : begin(Kind.VERTEX_END, vertex.group("id"), end, false);
  }

  private static LogMark begin(Kind kind, String id, String title, boolean open) {
    String text = title.strip();
    return new LogMark(kind, id, text.substring(0, Math.min(LONGEST_TITLE, text.length())), open);
  }
}
