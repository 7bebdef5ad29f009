package dev.slipway.dashboard.page;

import dev.slipway.core.build.BuildId;
import dev.slipway.core.log.LogLine;
import dev.slipway.core.log.LogStretch;
import dev.slipway.core.log.Logs;
import dev.slipway.core.log.PlainText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The line of a log that a person should look at first.
 *
 * @param text what it says, plain; may be empty
 */
public record FailingLine(long number, String text) {
  private static final int LONGEST = 300;

  /**
   * The first line of the step that reports an error; else the step's last line.
   *
   * @return null when the step wrote none
   */
  static @Nullable FailingLine of(Logs logs, BuildId build, String step) {
    List<LogStretch> survey = logs.survey(build);
    long number =
        survey.stream()
            .flatMap(stretch -> stretch.errors().stream())
            .filter(errors -> errors.step().equals(step))
            .mapToLong(LogStretch.Errors::first)
            .findFirst()
            .orElseGet(() -> lastOf(survey, step));
    if (number == 0) {
      return null;
    }
    List<LogLine> line = logs.read(build, number, 1).lines();
    String text = line.isEmpty() ? "" : PlainText.of(line.getFirst().text()).strip();
    return new FailingLine(number, text.substring(0, Math.min(LONGEST, text.length())));
  }

  private static long lastOf(List<LogStretch> survey, String step) {
    long last = 0;
    for (LogStretch stretch : survey) {
      long at = stretch.first() - 1;
      for (LogStretch.Run run : stretch.runs()) {
        at += run.lines();
        last = run.step().equals(step) ? at : last;
      }
    }
    return last;
  }
}
