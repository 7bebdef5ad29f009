package dev.slipway.server.pipeline;

import dev.slipway.cli.terminal.SafeText;
import dev.slipway.core.pipeline.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Problems as compilers tell them, {@code FILE:LINE:COLUMN: message}, which editors and CI systems
 * recognise; for a person with the line itself and a mark below the place.
 */
final class ProblemText {
  private static final int WIDTH = 100;
  private static final String RED = "\u001b[31m";
  private static final String BOLD = "\u001b[1m";
  private static final String RESET = "\u001b[0m";

  private final WrittenFile file;
  private final boolean forPerson;
  private final boolean colored;

  ProblemText(WrittenFile file, boolean forPerson, boolean colored) {
    this.file = file;
    this.forPerson = forPerson;
    this.colored = forPerson && colored;
  }

  List<String> lines(List<Problem> problems) {
    List<String> lines = new ArrayList<>();
    for (Problem problem : problems) {
      lines.add(paint(BOLD, place(problem)) + " " + message(problem));
      if (forPerson) {
        mark(problem, lines);
      }
      if (!problem.hint().isEmpty()) {
        lines.add("  hint: " + SafeText.plain(problem.hint()));
      }
    }
    return lines;
  }

  private String place(Problem problem) {
    return "%s:%d:%d:".formatted(SafeText.plain(file.name()), problem.line(), problem.column());
  }

  private static String message(Problem problem) {
    String subject = problem.path().isEmpty() ? "" : problem.path() + ": ";
    return SafeText.plain(subject + problem.message());
  }

  /** The line, or the part of a long one around the place, and a caret below the place. */
  private void mark(Problem problem, List<String> lines) {
    String line = file.line(problem.line()).replace('\t', ' ');
    int column = line.offsetByCodePoints(0, Math.min(problem.column() - 1, codePoints(line)));
    int from = Math.max(0, column - WIDTH / 2);
    String before = SafeText.plain(line.substring(from, column));
    String after = SafeText.plain(line.substring(column, Math.min(line.length(), from + WIDTH)));
    if (!(before + after).isBlank()) {
      lines.add("  | " + before + after);
      lines.add("  | " + " ".repeat(codePoints(before)) + paint(RED, "^"));
    }
  }

  private static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }

  private String paint(String color, String text) {
    return colored ? color + text + RESET : text;
  }
}
