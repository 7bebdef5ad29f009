package dev.slipway.builder;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Builds;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.Sources;
import dev.slipway.core.delivery.Change;
import dev.slipway.core.delivery.Simulations.Verdict;
import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.PipelineReader;
import dev.slipway.core.source.Repository;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a pipeline file would do with a change, by the same steps that a build takes up to the
 * point where it would begin to build. Safe for concurrent use.
 */
public final class PipelineVerdict {
  private final Sources sources;
  private final Planner planner;

  public PipelineVerdict(Sources sources, PipelineReader reader, Builds builds) {
    this.sources = sources;
    this.planner = new Planner(reader, builds);
  }

  /**
   * The verdict on one change; fetches its commit where it is not here yet.
   *
   * @param pipeline the text to take for the pipeline file; null for the one of the commit
   */
  public Verdict of(
      Repository repository, Change change, @Nullable String pipeline, Cancellation cancellation) {
    Optional<Subject> subject = Subject.of(change, repository);
    return subject.isEmpty()
        ? new Verdict.Unknown("nothing is left to build of " + change.ref().shortName())
        : of(subject.get(), pipeline, cancellation);
  }

  private Verdict of(Subject asked, @Nullable String pipeline, Cancellation cancellation) {
    byte[] file = pipeline == null ? null : pipeline.getBytes(StandardCharsets.UTF_8);
    try (Checkout checkout =
        sources.open(asked.repository(), asked.origin(), asked.sha(), cancellation)) {
      Subject subject = asked.at(checkout.commit());
      return switch (planner.plan(subject, checkout, file, _ -> {})) {
        case Plan.Skip(String because) -> new Verdict.Skipped(because);
        case Plan.Build plan ->
            new Verdict.Built(images(subject, plan), services(subject, plan), plan.because());
      };
    } catch (BuildFailedException e) {
      return switch (e.failure()) {
        case Failure.PipelineInvalid(var problems) -> new Verdict.Invalid(problems);
        case Failure.StepFailed _, Failure.TimedOut _, Failure.Infrastructure _ ->
            new Verdict.Unknown(e.failure().message() + "; " + e.failure().hint());
      };
    }
  }

  /** Each image under each of its tags, {@code acme/shop:latest}. */
  private static List<String> images(Subject subject, Plan.Build plan) {
    List<String> images = new ArrayList<>();
    for (ImageBuild image : plan.images()) {
      String path = RegistryPath.of(subject.repository().name(), plan.pipeline(), image);
      plan.tags().forEach(tag -> images.add(path + ":" + tag));
    }
    return images;
  }

  private static List<String> services(Subject subject, Plan.Build plan) {
    return plan.pipeline().deploys().stream()
        .filter(spec -> ReleasePlan.deploys(subject, spec))
        .filter(spec -> plan.images().stream().anyMatch(image -> image.name().equals(spec.build())))
        .map(PipelineVerdict::named)
        .toList();
  }

  private static String named(DeploySpec spec) {
    return spec.service() + " in " + spec.environment();
  }
}
