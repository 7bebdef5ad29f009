package dev.slipway.builder.steps;

import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.StepReport.Kind;
import dev.slipway.core.build.StepReport.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps what a build reported, and lets a test wait for a line. */
final class TestProgress implements BuildProgress {
  private static final long LONGEST_WAIT_MILLIS = 30_000;

  private final Map<String, List<String>> lines = new LinkedHashMap<>();
  private final Map<String, Kind> started = new LinkedHashMap<>();
  private final Map<String, End> ends = new LinkedHashMap<>();

  /** How a step ended. */
  record End(Status status, @Nullable Integer exitCode) {}

  @Override
  public synchronized void line(String step, String text) {
    lines.computeIfAbsent(step, _ -> new ArrayList<>()).add(text);
    notifyAll();
  }

  @Override
  public synchronized void started(String step, Kind kind) {
    if (started.put(step, kind) != null) {
      throw new AssertionError("step " + step + " started twice");
    }
    notifyAll();
  }

  @Override
  public synchronized void finished(
      String step, Status status, @Nullable Integer exitCode, boolean cached) {
    if (!started.containsKey(step) || ends.put(step, new End(status, exitCode)) != null) {
      throw new AssertionError("step " + step + " ended without a start, or twice");
    }
  }

  /** The lines of a step; none when it had none. */
  synchronized List<String> lines(String step) {
    return List.copyOf(lines.getOrDefault(step, List.of()));
  }

  synchronized @Nullable End end(String step) {
    return ends.get(step);
  }

  synchronized @Nullable Status status(String step) {
    End end = ends.get(step);
    return end == null ? null : end.status();
  }

  synchronized @Nullable Kind kind(String step) {
    return started.get(step);
  }

  /** Whether everything that began has ended. */
  synchronized boolean complete() {
    return started.keySet().equals(ends.keySet());
  }

  /** Waits until a step has printed such a line. */
  synchronized void awaitLine(String step, String part) throws InterruptedException {
    long until = System.currentTimeMillis() + LONGEST_WAIT_MILLIS;
    while (lines(step).stream().noneMatch(line -> line.contains(part))) {
      long left = until - System.currentTimeMillis();
      if (left <= 0) {
        throw new AssertionError("step " + step + " printed no " + part + " but " + lines(step));
      }
      wait(left);
    }
  }
}
