package dev.slipway.builder.jib;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.StepReport.Kind;
import dev.slipway.core.build.StepReport.Status;
import org.jspecify.annotations.Nullable;

/** The steps of one build as they are shown, one at a time. Used by one thread. */
final class OwnSteps {
  static final String CONTEXT = "context";
  static final String REUSE = "reuse";
  static final String PUSH = "push";

  private final BuildProgress progress;
  private @Nullable String open;

  OwnSteps(BuildProgress progress) {
    this.progress = progress;
  }

  void start(String step, Kind kind) {
    progress.started(step, kind);
    open = step;
  }

  /** One line of the step that is open. */
  void line(String text) {
    if (open != null) {
      progress.line(open, text);
    }
  }

  void finish(boolean cached) {
    end(Status.SUCCEEDED, cached);
  }

  /** A step that takes no time of its own. */
  void instant(String step, @Nullable String line, boolean cached) {
    start(step, Kind.IMAGE);
    if (line != null) {
      line(line);
    }
    finish(cached);
  }

  /** Ends the open step, or the first where none began; gives what to throw. */
  BuildFailedException failed(Failure failure, Throwable cause) {
    if (open == null) {
      String step = failure instanceof Failure.StepFailed(var named, _, _) ? named : CONTEXT;
      start(step, Kind.IMAGE);
    }
    line(failure.message());
    end(Status.FAILED, false);
    return new BuildFailedException(failure, cause);
  }

  /** Ends the open step of a build that was told to stop. */
  void canceled() {
    end(Status.CANCELED, false);
  }

  private void end(Status status, boolean cached) {
    String step = open;
    if (step != null) {
      open = null;
      progress.finished(step, status, null, cached);
    }
  }
}
