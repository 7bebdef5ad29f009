package dev.slipway.dashboard.page;

import dev.slipway.core.build.BuildId;
import dev.slipway.core.log.LogLine;
import dev.slipway.core.log.Logs;
import dev.slipway.dashboard.live.PlainText;
import java.util.List;
import java.util.regex.Pattern;

/** Finds the line of a log that a person should look at first. */
final class FailingLine {
  private static final Pattern ERROR =
      Pattern.compile(
          "(error|exception|\\b(fatal|failed|failure|panic|not found|cannot|denied))\\b",
          Pattern.CASE_INSENSITIVE);

  /** Failures stand near the end; further back it is not worth reading for a link. */
  private static final int LOOK_BACK = 5000;

  private FailingLine() {}

  /**
   * The first line of the step, among the newest of the log, that speaks of an error; else the
   * step's last line.
   *
   * @return its number; 0 when the step wrote none
   */
  static long of(Logs logs, BuildId build, String step) {
    long from = Math.max(1, logs.total(build) - LOOK_BACK + 1);
    List<LogLine> lines =
        logs.read(build, from, LOOK_BACK).lines().stream()
            .filter(line -> line.step().equals(step))
            .toList();
    return lines.stream()
        .filter(line -> ERROR.matcher(PlainText.of(line.text())).find())
        .findFirst()
        .map(LogLine::number)
        .orElse(lines.isEmpty() ? 0 : lines.getLast().number());
  }
}
