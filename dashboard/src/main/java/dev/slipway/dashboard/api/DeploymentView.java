package dev.slipway.dashboard.api;

import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.dashboard.api.RolloutWatch.WatchView;
import dev.slipway.dashboard.http.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A deployment as the API tells it.
 *
 * @param watch what it is judged by; null when it is not being judged now
 */
record DeploymentView(
    String id,
    String service,
    int release,
    String kind,
    String status,
    @Nullable String reason,
    @Nullable String createdAt,
    int attempt,
    List<PhaseView> phases,
    @Nullable FailureView failure,
    @Nullable Integer rolledBackTo,
    @Nullable WatchView watch) {

  static DeploymentView of(Deployment deployment, @Nullable RolloutWatch watch) {
    DeploymentState state = deployment.state();
    return new DeploymentView(
        deployment.id().value(),
        deployment.service().value(),
        deployment.release(),
        deployment.kind().id(),
        state.status().id(),
        reason(state),
        Json.time(deployment.createdAt()),
        deployment.attempt(),
        deployment.phases().stream().map(PhaseView::of).toList(),
        state instanceof DeploymentState.Failed(var cause) ? FailureView.of(cause) : null,
        state instanceof DeploymentState.RolledBack(int to, _) ? to : null,
        WatchView.of(watch));
  }

  private static @Nullable String reason(DeploymentState state) {
    return switch (state) {
      case DeploymentState.Failed(var cause) -> cause.message();
      case DeploymentState.RolledBack(_, String because) -> because;
      case DeploymentState.Pending _,
          DeploymentState.Preparing _,
          DeploymentState.Starting _,
          DeploymentState.Checking _,
          DeploymentState.Switching _,
          DeploymentState.Watching _,
          DeploymentState.Live _ ->
          null;
    };
  }

  /** A state that was entered. */
  record PhaseView(
      String name, @Nullable String startedAt, @Nullable String finishedAt, String detail) {
    static PhaseView of(Deployment.Phase phase) {
      return new PhaseView(
          phase.name().id(),
          Json.time(phase.startedAt()),
          Json.time(phase.finishedAt()),
          phase.detail());
    }
  }

  /** Why it failed, with what the container said last. */
  record FailureView(String phase, String message, String hint, List<String> lastLines) {
    static FailureView of(DeploymentState.Cause cause) {
      return new FailureView(cause.phase(), cause.message(), cause.hint(), cause.lastLines());
    }
  }
}
