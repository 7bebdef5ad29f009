package dev.slipway.builder.image;

import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.StepReport.Kind;
import dev.slipway.core.build.StepReport.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps what a build reported, and lets a test wait for a line. */
final class RecordedProgress implements BuildProgress {
  private final Map<String, List<String>> lines = new LinkedHashMap<>();
  private final Map<String, Kind> started = new LinkedHashMap<>();
  private final Map<String, End> ends = new LinkedHashMap<>();
  private final Map<String, Instant> startedAt = new HashMap<>();
  private final Map<String, Instant> endedAt = new HashMap<>();
  private final Map<String, CountDownLatch> awaited = new LinkedHashMap<>();

  /** How a step ended. */
  record End(Status status, @Nullable Integer exitCode, boolean cached) {}

  @Override
  public synchronized void line(String step, String text) {
    lines.computeIfAbsent(step, _ -> new ArrayList<>()).add(text);
    CountDownLatch latch = awaited.get(text);
    if (latch != null) {
      latch.countDown();
    }
  }

  @Override
  public synchronized void started(String step, Kind kind) {
    if (started.put(step, kind) != null) {
      throw new AssertionError("step " + step + " started twice");
    }
  }

  @Override
  public synchronized void finished(
      String step, Status status, @Nullable Integer exitCode, boolean cached) {
    if (!started.containsKey(step) || ends.put(step, new End(status, exitCode, cached)) != null) {
      throw new AssertionError("step " + step + " ended without a start, or twice");
    }
  }

  @Override
  public synchronized void started(String step, Kind kind, Instant at) {
    startedAt.put(step, at);
    started(step, kind);
  }

  @Override
  public synchronized void finished(
      String step, Status status, @Nullable Integer exitCode, boolean cached, Instant at) {
    endedAt.put(step, at);
    finished(step, status, exitCode, cached);
  }

  /** When the engine says that the step began; null when it did not say. */
  synchronized @Nullable Instant startedAt(String step) {
    return startedAt.get(step);
  }

  /** When the engine says that the step ended; null when it did not say. */
  synchronized @Nullable Instant endedAt(String step) {
    return endedAt.get(step);
  }

  /** Everything that was said, whichever step said it. */
  synchronized String text() {
    return started + "\n" + lines + "\n" + ends;
  }

  synchronized List<String> steps() {
    return List.copyOf(started.keySet());
  }

  synchronized Map<String, End> ends() {
    return Map.copyOf(ends);
  }

  synchronized @Nullable End end(String step) {
    return ends.get(step);
  }

  /** The lines of the step; none when it had none. */
  synchronized List<String> lines(String step) {
    return List.copyOf(lines.getOrDefault(step, List.of()));
  }

  /** The first step whose name ends so. */
  synchronized String stepEnding(String end) {
    return started.keySet().stream()
        .filter(step -> step.endsWith(end))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no step ends with " + end + ": " + started));
  }

  /** Asks for the line before it is there. */
  synchronized CountDownLatch expectLine(String text) {
    return awaited.computeIfAbsent(text, _ -> new CountDownLatch(1));
  }

  static void await(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(30, TimeUnit.SECONDS)) {
      throw new AssertionError("not seen within 30 s");
    }
  }
}
