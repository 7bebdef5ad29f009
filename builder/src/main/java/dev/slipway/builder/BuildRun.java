package dev.slipway.builder;

import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.ImageBuilder;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.Sources;
import dev.slipway.core.build.StepReport.Kind;
import dev.slipway.core.build.StepReport.Status;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.Pipeline;
import dev.slipway.core.pipeline.PipelineReader;
import dev.slipway.core.source.Repository;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * What a build does, from the pushed commit to the releases that are to be rolled out. Knows
 * nothing of queues and leases. Safe for concurrent use.
 */
public final class BuildRun {
  static final String CHECKOUT = "checkout";
  static final String PIPELINE = "pipeline";

  private final Sources sources;
  private final PipelineReader reader;
  private final ImageBuilder images;
  private final ReleasePlan plan;

  public BuildRun(Sources sources, PipelineReader reader, ImageBuilder images, Clock clock) {
    this.sources = sources;
    this.reader = reader;
    this.images = images;
    this.plan = new ReleasePlan(clock);
  }

  /**
   * Builds and pushes all images of the commit.
   *
   * @throws BuildFailedException with the reason, in words for the person who pushed
   * @throws CancellationException when told to stop
   */
  public Outcome run(
      Build build, Repository repository, BuildProgress progress, Cancellation cancellation)
      throws BuildFailedException {
    RunningStep step = new RunningStep(progress);
    try (TimeLimit limit = TimeLimit.start(cancellation);
        Checkout checkout = checkOut(build.request(), repository, step, limit.cancellation())) {
      try {
        Pipeline pipeline = readPipeline(build, checkout, step);
        limit.end(pipeline.timeout());
        List<BuiltImage> built = buildImages(build, pipeline, checkout, step, limit.cancellation());
        List<NewRelease> releases = plan.releases(build, repository, pipeline, built, step);
        limit.cancellation().check();
        return new Outcome(built, releases);
      } catch (BuildFailedException | CancellationException e) {
        if (limit.passed() && !cancellation.canceled()) {
          throw limit.timedOut(step.name(), e);
        }
        throw e;
      }
    }
  }

  private Checkout checkOut(
      NewBuild request, Repository repository, BuildProgress progress, Cancellation cancellation)
      throws BuildFailedException {
    progress.started(CHECKOUT, Kind.CHECKOUT);
    progress.line(
        CHECKOUT,
        "Checking out "
            + request.commit().sha().abbreviated()
            + " of "
            + request.ref().shortName()
            + " from "
            + repository.cloneUrl());
    try {
      Checkout checkout =
          sources.open(repository, request.origin(), request.commit().sha(), cancellation);
      progress.finished(CHECKOUT, Status.SUCCEEDED, null, false);
      return checkout;
    } catch (BuildFailedException e) {
      progress.line(CHECKOUT, e.failure().message());
      progress.finished(CHECKOUT, Status.FAILED, null, false);
      throw e;
    }
  }

  private Pipeline readPipeline(Build build, Checkout checkout, BuildProgress progress)
      throws BuildFailedException {
    progress.started(PIPELINE, Kind.PIPELINE);
    try {
      Pipeline pipeline = new PipelineCheck(reader, checkout).read(build, progress);
      progress.finished(PIPELINE, Status.SUCCEEDED, null, false);
      return pipeline;
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

  private List<BuiltImage> buildImages(
      Build build,
      Pipeline pipeline,
      Checkout checkout,
      BuildProgress progress,
      Cancellation cancellation)
      throws BuildFailedException {
    List<BuiltImage> built = new ArrayList<>();
    for (ImageBuild spec : pipeline.builds()) {
      cancellation.check();
      String path =
          pipeline.builds().size() == 1
              ? RegistryPath.of(build.request().repository())
              : RegistryPath.of(build.request().repository(), spec.name());
      ImageBuilder.Order order = new ImageBuilder.Order(build.id(), spec, path, pipeline.tags());
      built.add(buildImage(order, checkout, progress, cancellation));
    }
    return built;
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
  public record Outcome(List<BuiltImage> images, List<NewRelease> releases) {
    public Outcome {
      images = List.copyOf(images);
      releases = List.copyOf(releases);
    }
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
