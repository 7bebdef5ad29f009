package dev.slipway.builder;

import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.StepReport.Status;
import dev.slipway.core.deploy.NewRelease;
import java.time.Duration;
import java.util.List;

/**
 * How an attempt ends.
 *
 * @param delay before the next attempt, where there is one
 */
record Ending(BuildState state, List<NewRelease> releases, Duration delay) {
  Ending {
    releases = List.copyOf(releases);
  }

  Ending(BuildState state) {
    this(state, List.of(), Duration.ZERO);
  }

  Ending(BuildState state, List<NewRelease> releases) {
    this(state, releases, Duration.ZERO);
  }

  /** What becomes of steps that were still running. */
  Status stepsLeftOver() {
    return switch (state) {
      case BuildState.Canceled _ -> Status.CANCELED;
      case BuildState.Succeeded _, BuildState.Skipped _ -> Status.SUCCEEDED;
      case BuildState.Waiting _,
          BuildState.Queued _,
          BuildState.Running _,
          BuildState.Canceling _,
          BuildState.Failed _ ->
          Status.FAILED;
    };
  }
}
