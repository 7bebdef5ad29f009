package dev.slipway.core.build;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a running build says what it does. Safe for concurrent use; never blocks for long, never
 * fails the build.
 */
public interface BuildProgress {
  /** One line of output; control sequences are kept, the line break is not part of it. */
  void line(String step, String text);

  void started(String step, StepReport.Kind kind);

  void finished(String step, StepReport.Status status, @Nullable Integer exitCode, boolean cached);

  /** As above, where the pipeline says which steps have to end before this one begins. */
  default void started(String step, StepReport.Kind kind, Set<String> dependsOn) {
    started(step, kind);
  }

  /** As above, where whoever does the work knows better than we when the step began. */
  default void started(String step, StepReport.Kind kind, Instant at) {
    started(step, kind);
  }

  /** As above, where whoever does the work knows better than we when the step ended. */
  default void finished(
      String step,
      StepReport.Status status,
      @Nullable Integer exitCode,
      boolean cached,
      Instant at) {
    finished(step, status, exitCode, cached);
  }
}
