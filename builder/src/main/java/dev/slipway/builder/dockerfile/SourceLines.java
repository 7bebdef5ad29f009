package dev.slipway.builder.dockerfile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a Dockerfile into instructions: directives read, comments left out, continued lines joined,
 * here-documents gathered. Used by one thread.
 */
final class SourceLines {
  private static final Pattern DIRECTIVE =
      Pattern.compile("#\\s*([a-zA-Z][a-zA-Z0-9]*)\\s*=\\s*(.+?)\\s*");
  private static final Pattern MAY_HAVE_TEXTS =
      Pattern.compile("(?i)\\s*(?:onbuild\\s+)*(?:add|copy|run)\\s.*", Pattern.DOTALL);

  /** As Go's line scanner, which BuildKit reads with. */
  private static final int LONGEST = 65_535;

  private final List<String> lines;
  private final Map<String, String> set = new HashMap<>();
  private boolean directivesEnded;
  private Directives directives = Directives.of(Map.of());
  private Pattern continued = continuedBy('\\');
  private int at;

  SourceLines(String text) {
    lines = split(text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  /**
   * An instruction with its texts.
   *
   * @param line joined, without comments
   */
  record Piece(Place place, String line, List<Heredoc> texts) {}

  Directives directives() {
    return directives;
  }

  Optional<Piece> next() throws DockerfileException {
    while (at < lines.size()) {
      String first = Chars.stripLeading(withoutBreak(lines.get(at++)));
      int start = at;
      checkLength(first, start);
      readDirective(first, start);
      String line = first.startsWith("#") ? "" : first;
      Matcher goesOn = continued.matcher(line);
      boolean open = goesOn.find();
      String joined = open ? joinedWithNext(goesOn.replaceFirst("$1")) : line;
      if (open || !joined.isEmpty()) {
        return Optional.of(piece(start, joined));
      }
    }
    return Optional.empty();
  }

  private String joinedWithNext(String begun) throws DockerfileException {
    StringBuilder joined = new StringBuilder(begun);
    boolean open = true;
    while (open && at < lines.size()) {
      String line = withoutBreak(lines.get(at++));
      checkLength(line, at);
      String visible = Chars.stripLeading(line);
      if (!visible.isEmpty() && !visible.startsWith("#")) {
        Matcher goesOn = continued.matcher(line);
        open = goesOn.find();
        joined.append(open ? goesOn.replaceFirst("$1") : line);
      }
    }
    return joined.toString();
  }

  private Piece piece(int start, String line) throws DockerfileException {
    List<Heredoc> texts = new ArrayList<>();
    if (line.contains("<<") && MAY_HAVE_TEXTS.matcher(line).matches() && !Words.isJson(line)) {
      for (Heredoc begun : HeredocWords.in(line)) {
        texts.add(begun.withContent(textUntil(begun, start)));
      }
    }
    return new Piece(new Place(start, Chars.strip(line)), line, texts);
  }

  private String textUntil(Heredoc begun, int start) throws DockerfileException {
    StringBuilder content = new StringBuilder();
    while (at < lines.size()) {
      String line = lines.get(at++);
      String end = withoutBreak(line);
      if ((begun.chomp() ? end.replaceFirst("^\t+", "") : end).equals(begun.name())) {
        return content.toString();
      }
      content.append(line);
    }
    throw new DockerfileException(
        start,
        "unterminated heredoc",
        "end the text with a line that says " + begun.name() + " and nothing else");
  }

  private void readDirective(String line, int number) throws DockerfileException {
    if (directivesEnded) {
      return;
    }
    Matcher directive = DIRECTIVE.matcher(line);
    if (!directive.matches()) {
      directivesEnded = true;
      return;
    }
    String name = directive.group(1).toLowerCase(Locale.ROOT);
    String value = directive.group(2);
    if (!List.of("escape", "syntax", "check").contains(name)) {
      return;
    }
    if (set.put(name, value) != null) {
      throw new DockerfileException(
          number, "only one " + name + " parser directive can be used", "remove one of them");
    }
    if (name.equals("escape") && !value.equals("\\") && !value.equals("`")) {
      throw new DockerfileException(
          number,
          "invalid ESCAPE '" + value + "'. Must be ` or \\",
          "write # escape=` or leave the line out");
    }
    directives = Directives.of(set);
    continued = continuedBy(directives.escape());
  }

  /** An escape at the end, unless another one takes its meaning away. */
  private static Pattern continuedBy(char escape) {
    String quoted = Pattern.quote(String.valueOf(escape));
    return Pattern.compile(
        "([^" + "\\" + escape + "])" + quoted + "[ \\t]*$|^" + quoted + "[ \\t]*$");
  }

  private static void checkLength(String line, int number) throws DockerfileException {
    if (line.length() > LONGEST) {
      throw new DockerfileException(
          number,
          "dockerfile line greater than max allowed size of " + LONGEST,
          "break the line with a \\ at its end");
    }
  }

  /** Each with its line break. */
  private static List<String> split(String text) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      lines.add(text.substring(from, end + 1));
      from = end + 1;
    }
    if (from < text.length()) {
      lines.add(text.substring(from));
    }
    return lines;
  }

  private static String withoutBreak(String line) {
    int end = line.length();
    while (end > 0 && (line.charAt(end - 1) == '\n' || line.charAt(end - 1) == '\r')) {
      end--;
    }
    return line.substring(0, end);
  }
}
