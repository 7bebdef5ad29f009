package dev.slipway.builder;

import dev.slipway.builder.SecretsOfBuild.Revealed;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.Builds;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.StepReport.Kind;
import dev.slipway.core.build.StepReport.Status;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.pipeline.Concurrency;
import dev.slipway.core.pipeline.PipelineReader;
import dev.slipway.core.source.Origin;
import dev.slipway.core.source.Repository;
import dev.slipway.core.sync.SyncRule;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a build does, from the pushed commit to the releases that are to be rolled out. Knows
 * nothing of queues and leases. Safe for concurrent use.
 */
public final class BuildRun {
  private static final Logger LOG = LoggerFactory.getLogger(BuildRun.class);
  static final String CHECKOUT = "checkout";
  static final String PIPELINE = "pipeline";
  private static final String FROM_FORK =
      "From a fork: no secrets, no cache that other builds use, no deploy";

  private final Workshop workshop;
  private final Planner planner;
  private final GroupTurn groups;
  private final SecretsOfBuild secrets;
  private final ReleasePlan releasePlan;

  /**
   * A run of builds.
   *
   * @param builds where to look up which commit of a branch was built last
   */
  public BuildRun(Workshop workshop, PipelineReader reader, Builds builds, Clock clock) {
    this(workshop, reader, builds, clock, Pace.DEFAULT);
  }

  BuildRun(Workshop workshop, PipelineReader reader, Builds builds, Clock clock, Pace pace) {
    this.workshop = workshop;
    this.planner = new Planner(reader, builds);
    this.groups = new GroupTurn(workshop.queue(), pace.retry());
    this.secrets = new SecretsOfBuild(workshop.secrets());
    this.releasePlan = new ReleasePlan(workshop.services(), workshop.secrets(), clock);
  }

  /**
   * Runs the steps, builds and pushes all images of the commit, unless the pipeline file wants
   * nothing done.
   *
   * @throws BuildFailedException with the reason, in words for the person who pushed
   * @throws CancellationException when told to stop
   */
  public Outcome run(
      Build build, Repository repository, BuildProgress progress, Cancellation cancellation)
      throws BuildFailedException {
    RunningStep step = new RunningStep(progress);
    try (TimeLimit limit = TimeLimit.start(cancellation);
        Checkout checkout = checkOut(Subject.of(build, repository), step, limit.cancellation())) {
      Subject subject = Subject.of(build, repository).at(checkout.commit());
      try {
        Prepared prepared = prepare(build, subject, checkout, step, limit);
        return switch (prepared.plan()) {
          case Plan.Skip(String because) -> new Outcome.Skipped(because);
          case Plan.Build plan ->
              new PlannedWork(workshop, releasePlan, build, subject, plan, prepared.secrets())
                  .carryOut(checkout, step, limit.cancellation());
        };
      } catch (BuildFailedException | CancellationException e) {
        if (limit.passed() && !cancellation.canceled()) {
          throw limit.timedOut(step.name(), e);
        }
        throw e;
      }
    }
  }

  /** Removes what a worker that was lost left of a build that is to end as it is. */
  void abandon(Build build) {
    try {
      workshop.steps().removeLeftovers(build.id());
    } catch (BuildFailedException e) {
      LOG.warn("Something is left of build {}: {}", build.id(), e.getMessage());
    }
  }

  private Checkout checkOut(Subject subject, BuildProgress progress, Cancellation cancellation)
      throws BuildFailedException {
    Repository repository = subject.repository();
    Origin origin = subject.origin();
    progress.started(CHECKOUT, Kind.CHECKOUT);
    progress.line(
        CHECKOUT,
        "Checking out "
            + subject.sha().abbreviated()
            + " of "
            + origin.ref().shortName()
            + " from "
            + Objects.requireNonNullElse(origin.url(), repository.cloneUrl()));
    try {
      Checkout checkout = workshop.sources().open(repository, origin, subject.sha(), cancellation);
      progress.finished(CHECKOUT, Status.SUCCEEDED, null, false);
      return checkout;
    } catch (BuildFailedException e) {
      progress.line(CHECKOUT, e.failure().message());
      progress.finished(CHECKOUT, Status.FAILED, null, false);
      throw e;
    }
  }

  /** Finds out what is to be done, with which secrets, and waits until it is the build's turn. */
  private Prepared prepare(
      Build build, Subject subject, Checkout checkout, BuildProgress progress, TimeLimit limit)
      throws BuildFailedException {
    progress.started(PIPELINE, Kind.PIPELINE);
    if (subject.fromFork()) {
      progress.line(PIPELINE, FROM_FORK);
    }
    try {
      Plan plan = planner.plan(subject, checkout, null, line -> progress.line(PIPELINE, line));
      Revealed revealed = Revealed.NONE;
      if (plan instanceof Plan.Build toBuild) {
        CopyPlan.check(subject, toBuild.pipeline());
        revealed = secrets.reveal(subject, toBuild);
        takeTurn(build, toBuild, progress, limit);
      }
      progress.finished(PIPELINE, Status.SUCCEEDED, null, false);
      return new Prepared(plan, revealed);
    } catch (BuildFailedException e) {
      explain(e.failure(), progress);
      progress.finished(PIPELINE, Status.FAILED, null, false);
      throw e;
    }
  }

  /** The time that the pipeline allows begins when it is the build's turn. */
  private void takeTurn(Build build, Plan.Build plan, BuildProgress progress, TimeLimit limit) {
    Concurrency concurrency = plan.pipeline().concurrency();
    if (concurrency != null) {
      groups.await(
          new GroupTurn.Attempt(build.id(), build.state().attempt()),
          concurrency,
          progress,
          limit.cancellation());
    }
    limit.begin(plan.pipeline().timeout());
  }

  private static void explain(Failure failure, BuildProgress progress) {
    if (failure instanceof Failure.PipelineInvalid(var problems)) {
      problems.forEach(problem -> progress.line(PIPELINE, PipelineCheck.inWords(problem)));
    } else {
      progress.line(PIPELINE, failure.message());
    }
  }

  /** What is known before anything runs. */
  private record Prepared(Plan plan, Revealed secrets) {}

  /** What came of it. */
  public sealed interface Outcome {
    record Built(List<BuiltImage> images, List<NewRelease> releases, List<SyncRule> copies)
        implements Outcome {
      public Built {
        images = List.copyOf(images);
        releases = List.copyOf(releases);
        copies = List.copyOf(copies);
      }
    }

    /** The pipeline file wants nothing done, in words without a full stop. */
    record Skipped(String because) implements Outcome {}
  }

  /** Reading the mirror failed: ours, and worth another try, since the mirror heals itself. */
  static BuildFailedException unreadable(IOException cause, @Nullable String what) {
    return new BuildFailedException(
        new Failure.Infrastructure(
            "reading " + what + " of the commit failed: " + cause.getMessage(),
            "see whether the disk under the worker's data directory is full or damaged",
            true),
        cause);
  }
}
