package dev.slipway.builder;

import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.Builds;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.ImageBuilder;
import dev.slipway.core.build.Sources;
import dev.slipway.core.build.StepReport.Kind;
import dev.slipway.core.build.StepReport.Status;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.PipelineReader;
import dev.slipway.core.source.Origin;
import dev.slipway.core.source.Repository;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * What a build does, from the pushed commit to the releases that are to be rolled out. Knows
 * nothing of queues and leases. Safe for concurrent use.
 */
public final class BuildRun {
  static final String CHECKOUT = "checkout";
  static final String PIPELINE = "pipeline";
  private static final String FROM_FORK =
      "From a fork: no secrets, no cache that other builds use, no deploy";

  private final Sources sources;
  private final Planner planner;
  private final ImageBuilder images;
  private final ReleasePlan releasePlan;

  /**
   * A run of builds.
   *
   * @param builds where to look up which commit of a branch was built last
   */
  public BuildRun(
      Sources sources, PipelineReader reader, ImageBuilder images, Builds builds, Clock clock) {
    this.sources = sources;
    this.planner = new Planner(reader, builds);
    this.images = images;
    this.releasePlan = new ReleasePlan(clock);
  }

  /**
   * Builds and pushes all images of the commit, unless the pipeline file wants nothing done.
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
        return switch (plan(subject, checkout, step)) {
          case Plan.Skip(String because) -> new Outcome.Skipped(because);
          case Plan.Build plan -> {
            limit.end(plan.pipeline().timeout());
            yield carryOut(build, subject, plan, checkout, step, limit.cancellation());
          }
        };
      } catch (BuildFailedException | CancellationException e) {
        if (limit.passed() && !cancellation.canceled()) {
          throw limit.timedOut(step.name(), e);
        }
        throw e;
      }
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
      Checkout checkout = sources.open(repository, origin, subject.sha(), cancellation);
      progress.finished(CHECKOUT, Status.SUCCEEDED, null, false);
      return checkout;
    } catch (BuildFailedException e) {
      progress.line(CHECKOUT, e.failure().message());
      progress.finished(CHECKOUT, Status.FAILED, null, false);
      throw e;
    }
  }

  private Plan plan(Subject subject, Checkout checkout, BuildProgress progress)
      throws BuildFailedException {
    progress.started(PIPELINE, Kind.PIPELINE);
    if (subject.fromFork()) {
      progress.line(PIPELINE, FROM_FORK);
    }
    try {
      Plan plan = planner.plan(subject, checkout, null, line -> progress.line(PIPELINE, line));
      progress.finished(PIPELINE, Status.SUCCEEDED, null, false);
      return plan;
    } catch (BuildFailedException e) {
      if (e.failure() instanceof Failure.PipelineInvalid(var problems)) {
        problems.forEach(problem -> progress.line(PIPELINE, PipelineCheck.inWords(problem)));
      } else {
        progress.line(PIPELINE, e.failure().message());
      }
      progress.finished(PIPELINE, Status.FAILED, null, false);
      throw e;
    }
  }

  private Outcome carryOut(
      Build build,
      Subject subject,
      Plan.Build plan,
      Checkout checkout,
      BuildProgress progress,
      Cancellation cancellation)
      throws BuildFailedException {
    List<BuiltImage> built = new ArrayList<>();
    for (ImageBuild spec : plan.pipeline().builds()) {
      cancellation.check();
      ImageBuilder.Order order =
          new ImageBuilder.Order(
              build.id(),
              spec,
              RegistryPath.of(subject.repository().name(), plan.pipeline(), spec),
              plan.tags(),
              subject.fromFork());
      built.add(buildImage(order, checkout, progress, cancellation));
    }
    List<NewRelease> releases =
        releasePlan.releases(build, subject, plan.pipeline(), built, progress);
    cancellation.check();
    return new Outcome.Built(built, releases);
  }

  /** What the checkout refuses to hand out ends the image builder's call in its own way. */
  private BuiltImage buildImage(
      ImageBuilder.Order order,
      Checkout checkout,
      BuildProgress progress,
      Cancellation cancellation)
      throws BuildFailedException {
    try {
      return images.build(order, checkout, progress, cancellation);
    } catch (BuildFailedException e) {
      Failure refused = PipelineCheck.refusal(e);
      throw refused == null ? e : new BuildFailedException(refused, e);
    }
  }

  /** What came of it. */
  public sealed interface Outcome {
    record Built(List<BuiltImage> images, List<NewRelease> releases) implements Outcome {
      public Built {
        images = List.copyOf(images);
        releases = List.copyOf(releases);
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
