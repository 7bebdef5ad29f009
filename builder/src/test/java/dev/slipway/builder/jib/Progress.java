package dev.slipway.builder.jib;

import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.StepReport.Kind;
import dev.slipway.core.build.StepReport.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps what a build reported. */
final class Progress implements BuildProgress {
  final List<String> lines = new ArrayList<>();

  /** How each step ended; {@code open} for those that did not. */
  final Map<String, String> steps = new LinkedHashMap<>();

  @Override
  public synchronized void line(String step, String text) {
    lines.add(text);
  }

  @Override
  public synchronized void started(String step, Kind kind) {
    if (steps.put(step, "open") != null) {
      throw new AssertionError(step + " started twice");
    }
  }

  @Override
  public synchronized void finished(
      String step, Status status, @Nullable Integer exitCode, boolean cached) {
    if (!"open".equals(steps.put(step, status.id() + (cached ? " cached" : "")))) {
      throw new AssertionError(step + " ended without a start, or twice");
    }
  }
}
