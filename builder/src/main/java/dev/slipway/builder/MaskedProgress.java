package dev.slipway.builder;

import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.StepReport.Kind;
import dev.slipway.core.build.StepReport.Status;
import dev.slipway.core.masking.Masking;
import dev.slipway.core.masking.MaskingStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what a build says, with {@code ***} in the place of its secrets: in lines, also across
 * those into which long ones were cut, and in the names of steps. Safe for concurrent use.
 */
final class MaskedProgress implements BuildProgress {
  /**
   * From how many characters on a line may have been cut, so that the next call goes on with it:
   * lines are cut at 64 kB, and no character takes more than three bytes of UTF-8 for each of
   * Java's.
   */
  private static final int MAYBE_CUT = 64 * 1024 / 3;

  private final BuildProgress progress;
  private final Masking masking;
  private final Map<String, Said> steps = new ConcurrentHashMap<>();

  /** Names of steps, and how they are shown; guarded by itself. */
  private final Map<String, String> names = new HashMap<>();

  MaskedProgress(BuildProgress progress, Masking masking) {
    this.progress = progress;
    this.masking = masking;
  }

  @Override
  public void line(String step, String text) {
    Said said = said(step);
    synchronized (said) {
      boolean maybeCut = text.length() >= MAYBE_CUT;
      String shown = maybeCut ? said.stream.add(text) : said.stream.end(text);
      progress.line(said.step, shown);
    }
  }

  @Override
  public void started(String step, Kind kind) {
    progress.started(said(step).step, kind);
  }

  @Override
  public void started(String step, Kind kind, Set<String> dependsOn) {
    Set<String> shown = dependsOn.stream().map(this::shown).collect(Collectors.toSet());
    progress.started(said(step).step, kind, shown);
  }

  @Override
  public void started(String step, Kind kind, Instant at) {
    progress.started(said(step).step, kind, at);
  }

  @Override
  public void finished(String step, Status status, @Nullable Integer exitCode, boolean cached) {
    progress.finished(lastWords(step), status, exitCode, cached);
  }

  @Override
  public void finished(
      String step, Status status, @Nullable Integer exitCode, boolean cached, Instant at) {
    progress.finished(lastWords(step), status, exitCode, cached, at);
  }

  /** Says what is still held back: only the end of a line that seemed to be cut can be. */
  private String lastWords(String step) {
    Said said = said(step);
    synchronized (said) {
      String rest = said.stream.end("");
      if (!rest.isEmpty()) {
        progress.line(said.step, rest);
      }
    }
    steps.remove(step);
    return said.step;
  }

  private Said said(String step) {
    return steps.computeIfAbsent(step, it -> new Said(shown(it), masking.stream()));
  }

  /** The name as it is shown: two that differ only in what is masked get a number. */
  private String shown(String step) {
    synchronized (names) {
      String known = names.get(step);
      if (known != null) {
        return known;
      }
      String masked = masking.mask(step);
      String free = masked;
      for (int i = 2; names.containsValue(free); i++) {
        free = masked + " (" + i + ")";
      }
      names.put(step, free);
      return free;
    }
  }

  /** What one step says; guarded by itself. */
  private static final class Said {
    private final String step;
    private final MaskingStream stream;

    Said(String step, MaskingStream stream) {
      this.step = step;
      this.stream = stream;
    }
  }
}
