package dev.slipway.dashboard.api;

import dev.slipway.core.build.Build;
import dev.slipway.core.log.LogStretch;
import dev.slipway.dashboard.http.Json;
import dev.slipway.dashboard.live.MarkView;
import dev.slipway.dashboard.live.StepView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a log holds without its texts, so that a reader can show any part of it at once.
 *
 * @param total how many lines this tells of
 * @param complete whether there will be no more
 * @param startedAt from when the times of the lines count
 * @param names of the steps that wrote lines, in the order in which they began to
 * @param runs whose lines they are: number of the step in {@code names}, how many lines, and again
 * @param marks where groups of lines begin and end
 * @param errors of each step in {@code names}
 * @param steps how the steps stand, those that wrote nothing included
 */
record OutlineView(
    long total,
    boolean complete,
    int attempt,
    @Nullable String startedAt,
    List<String> names,
    List<Long> runs,
    List<Mark> marks,
    List<Errors> errors,
    List<StepView> steps) {
  private static final int MOST_MARKS = 20_000;

  static OutlineView of(Build build, boolean complete, List<LogStretch> survey) {
    Map<String, Errors> errors = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    List<Long> runs = new ArrayList<>();
    List<Mark> marks = new ArrayList<>();
    for (LogStretch stretch : survey) {
      for (LogStretch.Run run : stretch.runs()) {
        if (errors.putIfAbsent(run.step(), Errors.NONE) == null) {
          names.add(run.step());
        }
        add(run.lines(), names.indexOf(run.step()), runs);
      }
      for (LogStretch.Mark mark : stretch.marks()) {
        if (marks.size() < MOST_MARKS) {
          marks.add(new Mark(mark.line(), mark.millis(), MarkView.of(mark.mark())));
        }
      }
      stretch.errors().forEach(more -> errors.merge(more.step(), Errors.of(more), Errors::and));
    }
    return new OutlineView(
        survey.isEmpty() ? 0 : survey.getLast().last(),
        complete,
        build.state().attempt(),
        Json.time(BuildTimes.of(build.state()).startedAt()),
        names,
        runs,
        marks,
        List.copyOf(errors.values()),
        build.steps().stream().map(StepView::of).toList());
  }

  private static void add(long lines, long step, List<Long> runs) {
    int last = runs.size() - 1;
    if (last > 0 && runs.get(last - 1) == step) {
      runs.set(last, runs.get(last) + lines);
    } else {
      runs.add(step);
      runs.add(lines);
    }
  }

  record Mark(long n, long t, MarkView mark) {}

  /**
   * The lines of a step that report an error.
   *
   * @param first the number of the first; 0 where there are none
   */
  record Errors(long count, long first) {
    static final Errors NONE = new Errors(0, 0);

    static Errors of(LogStretch.Errors errors) {
      return new Errors(errors.lines(), errors.first());
    }

    Errors and(Errors later) {
      return new Errors(count + later.count, count == 0 ? later.first : first);
    }
  }
}
