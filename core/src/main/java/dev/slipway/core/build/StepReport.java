package dev.slipway.core.build;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How one step of a build went so far.
 *
 * @param exitCode of the step's command, where it had one that ended
 * @param cached whether its result was reused from an earlier build
 * @param dependsOn names of the steps that had to end before it began, where the pipeline says so
 */
public record StepReport(
    String name,
    Kind kind,
    Status status,
    Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Integer exitCode,
    boolean cached,
    List<String> dependsOn) {
  public StepReport {
    dependsOn = List.copyOf(dependsOn);
  }

  /** A step that begins when it is its turn. */
  public StepReport(
      String name,
      Kind kind,
      Status status,
      Instant startedAt,
      @Nullable Instant finishedAt,
      @Nullable Integer exitCode,
      boolean cached) {
    this(name, kind, status, startedAt, finishedAt, exitCode, cached, List.of());
  }

  /** What the step does. */
  public enum Kind {
    CHECKOUT,
    PIPELINE,
    /** A container beside the steps. */
    SERVICE,
    /** Commands of the pipeline file. */
    STEP,
    IMAGE,
    PUSH,
    DEPLOY;

    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public enum Status {
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELED,
    /** Never started, since a step before it failed. */
    SKIPPED;

    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
