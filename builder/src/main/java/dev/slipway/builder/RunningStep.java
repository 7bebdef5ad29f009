package dev.slipway.builder;

import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.StepReport.Kind;
import dev.slipway.core.build.StepReport.Status;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.Set;
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
    began(step);
    progress.started(step, kind);
  }

  @Override
  public void started(String step, Kind kind, Set<String> dependsOn) {
    began(step);
    progress.started(step, kind, dependsOn);
  }

  @Override
  public void started(String step, Kind kind, Instant at) {
    began(step);
    progress.started(step, kind, at);
  }

  @Override
  public void finished(String step, Status status, @Nullable Integer exitCode, boolean cached) {
    ended(step, status);
    progress.finished(step, status, exitCode, cached);
  }

  @Override
  public void finished(
      String step, Status status, @Nullable Integer exitCode, boolean cached, Instant at) {
    ended(step, status);
    progress.finished(step, status, exitCode, cached, at);
  }

  private synchronized void began(String step) {
    running.addLast(step);
  }

  private synchronized void ended(String step, Status status) {
    if (status == Status.SUCCEEDED) {
      running.remove(step);
    }
  }
}
