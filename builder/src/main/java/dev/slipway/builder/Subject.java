package dev.slipway.builder;

import dev.slipway.core.build.Build;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.Trigger;
import dev.slipway.core.delivery.Change;
import dev.slipway.core.pipeline.When.Event;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Origin;
import dev.slipway.core.source.PullRequest;
import dev.slipway.core.source.Repository;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a build is of, or would be.
 *
 * @param sha as asked for at first, and in full once it is checked out
 * @param pullRequest null when it is of a branch or tag
 * @param number of the build; 0 where there is none
 * @param message of the commit, as far as it came along; else empty
 */
record Subject(
    Repository repository,
    Trigger trigger,
    GitRef ref,
    CommitSha sha,
    @Nullable PullRequest pullRequest,
    long number,
    String message) {

  static Subject of(Build build, Repository repository) {
    NewBuild request = build.request();
    return new Subject(
        repository,
        request.trigger(),
        request.ref(),
        request.commit().sha(),
        request.pullRequest(),
        build.number(),
        request.commit().message());
  }

  /** Empty where nothing is left to build. */
  static Optional<Subject> of(Change change, Repository repository) {
    return switch (change) {
      case Change.Push(GitRef ref, var head, _) -> of(repository, Trigger.PUSH, ref, head, null);
      case Change.Tag(GitRef ref, var head) -> of(repository, Trigger.TAG, ref, head, null);
      case Change.PullRequest(GitRef ref, var head, PullRequest request) ->
          of(repository, Trigger.PULL_REQUEST, ref, head, request);
      case Change.PullRequestClosed _, Change.RefDeleted _ -> Optional.empty();
    };
  }

  private static Optional<Subject> of(
      Repository repository,
      Trigger trigger,
      GitRef ref,
      Commit head,
      @Nullable PullRequest pullRequest) {
    return Optional.of(
        new Subject(repository, trigger, ref, head.sha(), pullRequest, 0, head.message()));
  }

  /** The same with the commit's full name. */
  Subject at(CommitSha full) {
    return new Subject(repository, trigger, ref, full, pullRequest, number, message);
  }

  Origin origin() {
    return pullRequest == null ? Origin.own(ref) : pullRequest.head();
  }

  /** Whether a person asked for this very build. */
  boolean askedFor() {
    return trigger.asked();
  }

  /**
   * Whether it is of something proposed, and not of a branch or tag of the repository. Told by what
   * is built and never by why: a pull request stays one when somebody builds it again, and so does
   * its ref when somebody names it by hand.
   */
  boolean proposed() {
    return pullRequest != null
        || trigger == Trigger.PULL_REQUEST
        || (ref.branch().isEmpty() && ref.tag().isEmpty());
  }

  /** Whether people may have written it who cannot push to the repository. */
  boolean fromFork() {
    return pullRequest == null ? proposed() : pullRequest.fromFork();
  }

  /** Whose caches its steps begin with; a fork has none of its own. */
  GitRef cachesOf() {
    return fromFork() ? branch().map(GitRef::ofBranch).orElse(ref) : ref;
  }

  /** What happened; whoever asked for the build is another matter. */
  Event event() {
    if (proposed()) {
      return Event.PULL_REQUEST;
    }
    return ref.tag().isPresent() ? Event.TAG : Event.PUSH;
  }

  /** The branch that it is on or is to be merged into; empty for a tag. */
  Optional<String> branch() {
    return pullRequest == null
        ? ref.branch()
        : Optional.of(pullRequest.targetBranch()).filter(target -> !target.isEmpty());
  }
}
