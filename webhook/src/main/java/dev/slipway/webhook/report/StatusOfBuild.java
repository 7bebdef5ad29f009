package dev.slipway.webhook.report;

import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.BuildState.Canceled;
import dev.slipway.core.build.BuildState.Canceling;
import dev.slipway.core.build.BuildState.Failed;
import dev.slipway.core.build.BuildState.Queued;
import dev.slipway.core.build.BuildState.Running;
import dev.slipway.core.build.BuildState.Skipped;
import dev.slipway.core.build.BuildState.Succeeded;
import dev.slipway.core.build.BuildState.Waiting;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.QueuePlace;
import dev.slipway.webhook.forge.CommitStatus.State;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Puts the state of a build into the status of its commit. */
final class StatusOfBuild {
  static final String CONTEXT = "slipway/build";

  private StatusOfBuild() {}

  /**
   * The news of a build.
   *
   * @param place where it is in the queue, when it is in there
   */
  static News of(Build build, Optional<QueuePlace> place, URI page) {
    BuildState state = build.state();
    String description =
        build.request().fromFork() ? describeToStrangers(state, place) : describe(state, place);
    return new News(build.number(), stateOf(state), Words.line(description), page);
  }

  private static State stateOf(BuildState state) {
    return switch (state) {
      case Waiting _, Queued _ -> State.QUEUED;
      case Running _, Canceling _ -> State.RUNNING;
      // A commit that needs no build must not look as if one were missing.
      case Succeeded _, Skipped _ -> State.SUCCEEDED;
      case Failed(_, _, _, Failure.Infrastructure _) -> State.ERROR;
      case Failed _ -> State.FAILED;
      case Canceled _ -> State.CANCELED;
    };
  }

  /** What failed in our own house, by name and address, is nothing for a fork's author. */
  private static String describeToStrangers(BuildState state, Optional<QueuePlace> place) {
    return switch (state) {
      case Queued(int attempts, _) when attempts > 0 -> "is tried again, attempt " + (attempts + 1);
      case Failed(_, _, _, Failure.Infrastructure _) -> "not the code's fault";
      default -> describe(state, place);
    };
  }

  private static String describe(BuildState state, Optional<QueuePlace> place) {
    return switch (state) {
      case Waiting(String forApproval) -> "waits for the approval of " + forApproval;
      case Queued(int attempts, String because) -> queued(attempts, because, place);
      case Running(_, int attempt, _) ->
          attempt == 1 ? "is being built" : "is being built, attempt " + attempt;
      case Canceling(_, _, _, String by, String because) -> "is being canceled" + why(by, because);
      case Succeeded(_, var from, var to, _, _) ->
          "built in " + Words.span(Duration.between(from, to));
      case Failed(_, var from, var to, Failure failure) ->
          failed(failure, Duration.between(from, to));
      case Canceled(_, _, _, String by, String because) -> "canceled" + why(by, because);
      case Skipped(_, _, _, String reason) -> "skipped: " + reason;
    };
  }

  private static String queued(int attempts, String because, Optional<QueuePlace> place) {
    if (attempts > 0) {
      return "is tried again, attempt " + (attempts + 1) + ": " + because;
    }
    String line = place.map(StatusOfBuild::inLine).orElse("queued");
    return because.isEmpty() ? line : line + "; " + because;
  }

  private static String inLine(QueuePlace place) {
    String where =
        switch (place.ahead()) {
          case 0 -> "queued, next in line";
          case 1 -> "queued, 1 build ahead";
          default -> "queued, " + place.ahead() + " builds ahead";
        };
    if (place.obstacle() != null) {
      return where + ", but " + place.obstacle();
    }
    return place
        .expectedWait()
        .map(wait -> where + ", begins in about " + Words.span(wait))
        .orElse(where);
  }

  private static String failed(Failure failure, Duration after) {
    return switch (failure) {
      case Failure.StepFailed(String step, _, _) ->
          "step " + step + " failed after " + Words.span(after);
      case Failure.PipelineInvalid invalid -> ".slipway.yml: " + invalid.message();
      case Failure.TimedOut(String step, Duration most) ->
          "step " + step + " was still running after " + Words.span(most);
      case Failure.Infrastructure(String message, _, _) -> "not the code's fault: " + message;
    };
  }

  /** Slipway's own reasons say enough. */
  private static String why(String by, String because) {
    String who = by.equals("slipway") ? "" : " by " + by;
    return who + (because.isEmpty() ? "" : ": " + because);
  }
}
