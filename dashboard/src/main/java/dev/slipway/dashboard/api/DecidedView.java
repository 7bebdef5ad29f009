package dev.slipway.dashboard.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.slipway.core.delivery.DecidedChange;
import dev.slipway.core.delivery.Decision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change and what became of it, as the API tells it. */
record DecidedView(
    @JsonUnwrapped ChangeView change,
    String decision,
    String rule,
    String reason,
    @Nullable String buildId,
    List<RuleView> rules) {
  static DecidedView of(DecidedChange decided) {
    Decision decision = decided.decision();
    return new DecidedView(
        ChangeView.of(decided.change()),
        decision instanceof Decision.Build ? "build" : "ignore",
        decision.rule().id(),
        decision.reason(),
        decision instanceof Decision.Build(var id, _) ? id.value() : null,
        RuleView.of(decided.outcomes()));
  }
}
