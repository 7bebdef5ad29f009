package dev.slipway.dashboard.api;

import dev.slipway.core.build.BuildState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a build ran; both null before it did, the end null while it does. */
public record BuildTimes(@Nullable Instant startedAt, @Nullable Instant finishedAt) {
  public static BuildTimes of(BuildState state) {
    return switch (state) {
      case BuildState.Waiting _, BuildState.Queued _ -> new BuildTimes(null, null);
      case BuildState.Running running -> new BuildTimes(running.startedAt(), null);
      case BuildState.Canceling canceling -> new BuildTimes(canceling.startedAt(), null);
      case BuildState.Succeeded done -> new BuildTimes(done.startedAt(), done.finishedAt());
      case BuildState.Failed done -> new BuildTimes(done.startedAt(), done.finishedAt());
      case BuildState.Canceled done -> new BuildTimes(done.startedAt(), done.finishedAt());
      case BuildState.Skipped done -> new BuildTimes(done.startedAt(), done.finishedAt());
    };
  }
}
