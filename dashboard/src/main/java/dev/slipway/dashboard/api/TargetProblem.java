package dev.slipway.dashboard.api;

import dev.slipway.core.deploy.TargetException;
import dev.slipway.dashboard.http.ProblemException;

/** What callers are told when a target cannot do what they ask for. */
final class TargetProblem {
  private TargetProblem() {}

  /** Trying again helps with the one kind, and doing something else with the other. */
  static ProblemException of(TargetException e) {
    String detail = e.hint().isEmpty() ? e.getMessage() : e.getMessage() + "; " + e.hint();
    return e.retryable()
        ? ProblemException.problem(503, "target-away", "Not available now", detail)
        : ProblemException.conflict(detail);
  }
}
