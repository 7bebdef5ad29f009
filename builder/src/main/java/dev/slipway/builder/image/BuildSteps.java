package dev.slipway.builder.image;

import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.StepReport.Kind;
import dev.slipway.core.build.StepReport.Status;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one image build as they are shown: each starts once, ends once, and has its lines.
 * Moments are null where nobody knows better than our clock. Used by one thread.
 */
final class BuildSteps {
  /** What comes before the Dockerfile's own steps. */
  static final String CONTEXT = "context";

  private final BuildProgress progress;
  private final Set<String> started = new LinkedHashSet<>();
  private final Set<String> ended = new LinkedHashSet<>();
  private final Map<String, LineJoiner> joiners = new LinkedHashMap<>();
  private final Map<String, String> lastLines = new LinkedHashMap<>();
  private String latest = CONTEXT;

  BuildSteps(BuildProgress progress) {
    this.progress = progress;
  }

  void start(String step) {
    start(step, null);
  }

  void start(String step, @Nullable Instant at) {
    if (!started.add(step)) {
      return;
    }
    latest = step;
    if (at == null) {
      progress.started(step, Kind.IMAGE);
    } else {
      progress.started(step, Kind.IMAGE, at);
    }
  }

  /** The step that started last. */
  String latest() {
    return latest;
  }

  /** One whole line. */
  void line(String step, String text) {
    if (!text.isBlank()) {
      lastLines.put(step, text.strip());
    }
    progress.line(step, text);
  }

  /** A piece of a stream, cut anywhere. */
  void output(String step, int stream, ByteBuffer piece) {
    joiners
        .computeIfAbsent(step + '\0' + stream, _ -> new LineJoiner(text -> line(step, text)))
        .add(piece);
  }

  /** What the step said last, without surrounding blanks; empty when it said nothing. */
  String lastLine(String step) {
    flush(step);
    return lastLines.getOrDefault(step, "");
  }

  void finish(String step, Status status, @Nullable Integer exitCode, boolean cached) {
    finish(step, status, exitCode, cached, null);
  }

  void finish(
      String step,
      Status status,
      @Nullable Integer exitCode,
      boolean cached,
      @Nullable Instant at) {
    if (!started.contains(step) || !ended.add(step)) {
      return;
    }
    flush(step);
    if (at == null) {
      progress.finished(step, status, exitCode, cached);
    } else {
      progress.finished(step, status, exitCode, cached, at);
    }
  }

  /** Ends whatever is still open. */
  void finishAll(Status status) {
    joiners.values().forEach(LineJoiner::end);
    for (String step : started) {
      finish(step, status, null, false);
    }
  }

  private void flush(String step) {
    joiners.forEach((key, joiner) -> {
      if (key.startsWith(step + '\0')) {
        joiner.end();
      }
    });
  }
}
