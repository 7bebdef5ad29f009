package dev.slipway.dashboard.live;

import dev.slipway.core.build.StepReport;
import dev.slipway.dashboard.http.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step as API and event stream tell it. */
public record StepView(
    String name,
    String kind,
    String status,
    @Nullable String startedAt,
    @Nullable String finishedAt,
    @Nullable Integer exitCode,
    boolean cached,
    List<String> dependsOn) {
  public static StepView of(StepReport step) {
    return new StepView(
        step.name(),
        step.kind().id(),
        step.status().id(),
        Json.time(step.startedAt()),
        Json.time(step.finishedAt()),
        step.exitCode(),
        step.cached(),
        step.dependsOn());
  }
}
