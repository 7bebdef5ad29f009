package dev.slipway.dashboard.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.core.Glob;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.build.Failure;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.pipeline.Problem;
import dev.slipway.core.source.PullRequest;
import dev.slipway.core.sync.SyncRule;
import dev.slipway.dashboard.http.Json;
import dev.slipway.dashboard.live.StepView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A build as the API tells it. */
record BuildView(
    String id,
    long number,
    String repository,
    String repositoryId,
    String ref,
    @Nullable String branch,
    @Nullable String tag,
    String sha,
    String message,
    String author,
    String by,
    String trigger,
    @Nullable PullRequestView pullRequest,
    @Nullable String delivery,
    String status,
    @Nullable String reason,
    int attempt,
    @Nullable String queuedAt,
    @Nullable String startedAt,
    @Nullable String finishedAt,
    @Nullable Integer queuePosition,
    @Nullable String expectedStart,
    List<StepView> steps,
    List<Image> images,
    List<String> deployments,
    List<Copy> syncs,
    @Nullable FailureView failure) {

  /** {@code place} is null unless the build is in the queue. */
  static BuildView of(Build build, @Nullable LinePlace place) {
    var request = build.request();
    BuildState state = build.state();
    BuildTimes times = BuildTimes.of(state);
    return new BuildView(
        build.id().value(),
        build.number(),
        request.repository().value(),
        request.repositoryId().value(),
        request.ref().name(),
        request.ref().branch().orElse(null),
        request.ref().tag().orElse(null),
        request.commit().sha().hex(),
        request.commit().message(),
        request.commit().author(),
        request.by(),
        request.trigger().id(),
        request.pullRequest() == null ? null : PullRequestView.of(request.pullRequest()),
        request.delivery() == null ? null : request.delivery().value(),
        state.status().id(),
        reason(state, place),
        state.attempt(),
        Json.time(request.queuedAt()),
        Json.time(times.startedAt()),
        Json.time(times.finishedAt()),
        place == null ? null : place.ahead(),
        place == null ? null : Json.time(place.expectedStart()),
        build.steps().stream().map(StepView::of).toList(),
        state instanceof BuildState.Succeeded succeeded
            ? succeeded.images().stream().map(Image::of).toList()
            : List.of(),
        build.deployments().stream().map(DeploymentId::value).toList(),
        state instanceof BuildState.Succeeded succeeded
            ? succeeded.copies().stream().map(Copy::of).toList()
            : List.of(),
        state instanceof BuildState.Failed failed ? FailureView.of(failed.failure()) : null);
  }

  private static @Nullable String reason(BuildState state, @Nullable LinePlace place) {
    return switch (state) {
      case BuildState.Waiting(String forApproval) -> forApproval;
      case BuildState.Queued(_, String because) -> whyQueued(because, place);
      case BuildState.Running _, BuildState.Succeeded _ -> null;
      case BuildState.Canceling canceling -> "being canceled: " + canceling.because();
      case BuildState.Failed failed -> failed.failure().message();
      case BuildState.Canceled canceled -> canceled.because();
      case BuildState.Skipped skipped -> skipped.reason();
    };
  }

  /** Why it is queued again, and what keeps it there. */
  private static @Nullable String whyQueued(String because, @Nullable LinePlace place) {
    String obstacle = place == null ? null : place.obstacle();
    if (obstacle == null) {
      return because.isEmpty() ? null : because;
    }
    return because.isEmpty() ? obstacle : because + "; " + obstacle;
  }

  /** The pull request that it is of. */
  record PullRequestView(
      int number,
      String title,
      String sourceBranch,
      String targetBranch,
      boolean fromFork,
      String authorId) {
    static PullRequestView of(PullRequest request) {
      return new PullRequestView(
          request.number(),
          request.title(),
          request.sourceBranch(),
          request.targetBranch(),
          request.fromFork(),
          request.authorId());
    }
  }

  /** An image that came out of it. */
  record Image(String name, String reference, String digest, long size) {
    static Image of(BuiltImage built) {
      return new Image(
          built.name(), built.image().toString(), built.image().digest(), built.size());
    }
  }

  /**
   * Where else an image is to be.
   *
   * @param rule by which its runs are listed
   */
  record Copy(String from, String to, List<String> tags, String rule) {
    static Copy of(SyncRule copy) {
      return new Copy(
          copy.from(),
          copy.to(),
          copy.tags().globs().stream().map(Glob::text).toList(),
          copy.id().value());
    }
  }

  /** Why it failed; {@code problems} only where a file is to blame. */
  record FailureView(
      String kind,
      @Nullable String step,
      String message,
      String hint,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Problem> problems) {
    static FailureView of(Failure failure) {
      return switch (failure) {
        case Failure.StepFailed theirs ->
            new FailureView("step", theirs.step(), theirs.message(), theirs.hint(), List.of());
        case Failure.PipelineInvalid theirs ->
            new FailureView("pipeline", null, theirs.message(), theirs.hint(), theirs.problems());
        case Failure.TimedOut slow ->
            new FailureView("timeout", slow.step(), slow.message(), slow.hint(), List.of());
        case Failure.Infrastructure ours ->
            new FailureView("infrastructure", null, ours.message(), ours.hint(), List.of());
      };
    }
  }
}
