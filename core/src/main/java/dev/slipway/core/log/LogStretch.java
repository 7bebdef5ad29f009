package dev.slipway.core.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What lines in a row hold, without their texts: enough to find one's way in a log of any length.
 *
 * @param first number of the first line
 * @param runs whose lines they are, in order
 * @param marks at most {@link #MOST_MARKS}; later ones are lines like any other
 * @param errors of each step that has any
 */
public record LogStretch(long first, List<Run> runs, List<Mark> marks, List<Errors> errors) {
  /** More groups than that are read by nobody. */
  public static final int MOST_MARKS = 400;

  public LogStretch {
    runs = List.copyOf(runs);
    marks = List.copyOf(marks);
    errors = List.copyOf(errors);
  }

  /** Of lines whose numbers follow one another; there must be some. */
  public static LogStretch of(List<LogLine> lines) {
    List<Run> runs = new ArrayList<>();
    List<Mark> marks = new ArrayList<>();
    Map<String, Errors> errors = new LinkedHashMap<>();
    int same = 0;
    for (int i = 0; i < lines.size(); i++) {
      LogLine line = lines.get(i);
      same++;
      if (i + 1 == lines.size() || !lines.get(i + 1).step().equals(line.step())) {
        runs.add(new Run(line.step(), same));
        same = 0;
      }
      @Nullable LogMark mark = LogMark.of(line.text());
      if (mark != null) {
        if (marks.size() < MOST_MARKS) {
          marks.add(new Mark(line.number(), line.millis(), line.step(), mark));
        }
      } else if (ErrorLine.is(PlainText.of(line.text()))) {
        errors.merge(
            line.step(),
            new Errors(line.step(), 1, line.number()),
            (before, _) -> new Errors(before.step(), before.lines() + 1, before.first()));
      }
    }
    return new LogStretch(lines.getFirst().number(), runs, marks, List.copyOf(errors.values()));
  }

  /** The number of the last line. */
  public long last() {
    return first - 1 + runs.stream().mapToLong(Run::lines).sum();
  }

  /** Lines of one step that follow one another. */
  public record Run(String step, int lines) {}

  /** A line that begins or ends a group. */
  public record Mark(long line, long millis, String step, LogMark mark) {}

  /**
   * The errors of one step.
   *
   * @param lines how many
   * @param first the number of the first of them
   */
  public record Errors(String step, int lines, long first) {}
}
