package dev.slipway.dashboard.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.delivery.DecidedChange;
import dev.slipway.core.delivery.Decision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change and what became of it, as the API tells it.
 *
 * @param buildStatus how the build stands now; null when there is none any more
 */
record DecidedView(
    @JsonUnwrapped ChangeView change,
    String decision,
    String rule,
    String reason,
    @Nullable String buildId,
    @Nullable String buildStatus,
    List<RuleView> rules) {
  static DecidedView of(DecidedChange decided, StartedBuilds started) {
    Decision decision = decided.decision();
    return new DecidedView(
        ChangeView.of(decided.change()),
        decision instanceof Decision.Build ? "build" : "ignore",
        decision.rule().id(),
        decision.reason(),
        StartedBuilds.idOf(decided).map(BuildId::value).orElse(null),
        started.of(decided).map(build -> build.state().status().id()).orElse(null),
        RuleView.of(decided.outcomes()));
  }
}
