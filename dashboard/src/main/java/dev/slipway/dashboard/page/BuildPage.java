package dev.slipway.dashboard.page;

import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.QueuePlace;
import dev.slipway.core.build.Trigger;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.pipeline.Problem;
import dev.slipway.core.source.PullRequest;
import dev.slipway.dashboard.api.BuildTimes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One build.
 *
 * @param place where it is in the queue; null when it is not there
 * @param failingLine the log line to look at first; null when there is none
 */
public record BuildPage(
    Build build,
    @Nullable QueuePlace place,
    List<Deployment> deployments,
    @Nullable FailingLine failingLine) {
  /** What the log viewer consists of, to be fetched at once and not one after the other. */
  public static final List<String> SCRIPTS =
      List.of(
          "log.js",
          "logbar.js",
          "find.js",
          "scroll.js",
          "rows.js",
          "runs.js",
          "folds.js",
          "pages.js",
          "live.js",
          "ansi.js");

  public BuildTimes times() {
    return BuildTimes.of(build.state());
  }

  public boolean ended() {
    return build.state().ended();
  }

  public List<BuiltImage> images() {
    return build.state() instanceof BuildState.Succeeded succeeded ? succeeded.images() : List.of();
  }

  public @Nullable Failure failure() {
    return build.state() instanceof BuildState.Failed failed ? failed.failure() : null;
  }

  /** What is wrong in the pipeline file, where that is what failed. */
  public List<Problem> problems() {
    return failure() instanceof Failure.PipelineInvalid invalid ? invalid.problems() : List.of();
  }

  /** What was built well and yet is not live; a green build must not hide it. */
  public List<Fate> fates() {
    return deployments.stream().map(Fate::of).flatMap(Optional::stream).toList();
  }

  /** How it stands, as the sentence on top. */
  public String sentence(Instant now) {
    return switch (build.state()) {
      case BuildState.Waiting(String forApproval) -> "Waits for an approval: " + forApproval;
      case BuildState.Queued(int attempts, String because) -> queued(attempts, because);
      case BuildState.Running _ -> "Running";
      case BuildState.Canceling canceling -> "Being stopped: " + canceling.because();
      case BuildState.Succeeded done ->
          "Succeeded in " + Show.duration(done.startedAt(), done.finishedAt(), now);
      case BuildState.Failed done ->
          "Failed after " + Show.duration(done.startedAt(), done.finishedAt(), now);
      case BuildState.Canceled done -> "Canceled: " + done.because();
      case BuildState.Skipped done -> "Skipped: " + done.reason();
    };
  }

  private String queued(int attempts, String because) {
    String line = place == null ? "Queued" : inLine(place);
    if (attempts == 0) {
      return because.isEmpty() ? line : line + ", " + because;
    }
    return line + ", to be tried again: " + because;
  }

  private static String inLine(QueuePlace place) {
    int ahead = place.ahead();
    String where =
        ahead == 0
            ? "Next in the queue"
            : "Queued behind " + ahead + (ahead == 1 ? " build" : " builds");
    if (place.obstacle() != null) {
      return where + ", but " + place.obstacle();
    }
    return place
        .expectedWait()
        .map(wait -> where + ", begins in about " + Show.duration(wait))
        .orElse(where);
  }

  /** Why it was started. */
  public String origin() {
    String by = build.request().by();
    return switch (build.request().trigger()) {
      case Trigger.PUSH -> "pushed by " + by;
      case Trigger.TAG -> "tagged by " + by;
      case Trigger.PULL_REQUEST -> "asked for by " + by;
      case Trigger.RECONCILIATION -> "found by reconciliation";
      case Trigger.MANUAL -> "started by " + by;
      case Trigger.RETRY -> "repeated by " + by;
      case Trigger.REBUILD -> "repeated without caches by " + by;
    };
  }

  /** The pull request that it is of; null when it is of a branch or tag. */
  public @Nullable PullRequest pull() {
    return build.request().pullRequest();
  }

  /** Whether it runs only once somebody says yes. */
  public boolean waits() {
    return build.state() instanceof BuildState.Waiting;
  }

  /** What an approval lets run, for its button. */
  public String whatRuns() {
    String commit = "Run commit " + build.request().commit().sha().abbreviated();
    PullRequest pull = pull();
    return pull == null ? commit : commit + " of pull request #" + pull.number();
  }

  /** The commit's title, or what to call a commit that we know the name of only. */
  public static String title(Build build) {
    String title = build.request().commit().title();
    return title.isBlank() ? "Commit " + build.request().commit().sha().abbreviated() : title;
  }
}
