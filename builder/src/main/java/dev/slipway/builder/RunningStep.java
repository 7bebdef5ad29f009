package dev.slipway.builder;

import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.StepReport.Kind;
import dev.slipway.core.build.StepReport.Status;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/** Passes progress on, and remembers which step is running. Safe for concurrent use. */
final class RunningStep implements BuildProgress {
  private final BuildProgress progress;
  private final SequencedSet<String> running = new LinkedHashSet<>();

  RunningStep(BuildProgress progress) {
    this.progress = progress;
  }

  /** The step that began last of those that have not ended. */
  synchronized String name() {
    return running.isEmpty() ? "build" : running.getLast();
  }

  @Override
  public void line(String step, String text) {
    progress.line(step, text);
  }

  @Override
  public void started(String step, Kind kind) {
    synchronized (this) {
      running.addLast(step);
    }
    progress.started(step, kind);
  }

  @Override
  public void finished(String step, Status status, @Nullable Integer exitCode, boolean cached) {
    if (status == Status.SUCCEEDED) {
      synchronized (this) {
        running.remove(step);
      }
    }
    progress.finished(step, status, exitCode, cached);
  }
}
