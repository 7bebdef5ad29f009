package dev.slipway.dashboard.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.slipway.core.delivery.RuleOutcome;
import dev.slipway.core.delivery.Simulations.Simulated;
import dev.slipway.core.delivery.Simulations.Verdict;
import dev.slipway.core.pipeline.Problem;
import java.util.List;

/** What would become of a change, as the API tells it. */
record SimulatedView(@JsonUnwrapped ChangeView change, List<RuleView> rules, VerdictView verdict) {
  static SimulatedView of(Simulated simulated) {
    return new SimulatedView(
        ChangeView.of(simulated.change()),
        RuleView.of(simulated.outcomes()),
        VerdictView.of(simulated));
  }

  /**
   * What receiver and pipeline file say together.
   *
   * @param kind {@code built}, {@code skipped}, {@code invalid}, {@code unknown} or {@code ignored}
   * @param images that would be built, by name
   * @param services that would be rolled out
   * @param problems in the pipeline file, where it is invalid
   */
  record VerdictView(
      String kind,
      String because,
      List<String> images,
      List<String> services,
      List<Problem> problems) {
    static VerdictView of(Simulated simulated) {
      return switch (simulated.pipeline()) {
        case Verdict.Built(var images, var services, String because) ->
            new VerdictView("built", because, images, services, List.of());
        case Verdict.Skipped(String because) -> without("skipped", because);
        case Verdict.Unknown(String because) -> without("unknown", because);
        case Verdict.Invalid(List<Problem> problems) ->
            new VerdictView("invalid", count(problems), List.of(), List.of(), problems);
        case null -> without("ignored", against(simulated.outcomes()));
      };
    }

    private static VerdictView without(String kind, String because) {
      return new VerdictView(kind, because, List.of(), List.of(), List.of());
    }

    private static String count(List<Problem> problems) {
      return problems.size() == 1
          ? problems.getFirst().toString()
          : problems.size() + " problems in the pipeline file";
    }

    /** The rule that decides is the last one that was asked. */
    private static String against(List<RuleOutcome> outcomes) {
      return outcomes.stream()
          .filter(outcome -> !outcome.passed())
          .reduce((_, last) -> last)
          .map(RuleOutcome::detail)
          .orElse("no rule wants it built");
    }
  }
}
