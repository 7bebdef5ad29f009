package dev.slipway.builder;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Builds;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Trigger;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.Pipeline;
import dev.slipway.core.pipeline.PipelineReader;
import dev.slipway.core.source.Commit;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what is to be done for a commit. Builds follow it, and simulations tell it, so that
 * both say the same. Safe for concurrent use.
 */
final class Planner {
  private final PipelineReader reader;
  private final Builds builds;

  Planner(PipelineReader reader, Builds builds) {
    this.reader = reader;
    this.builds = builds;
  }

  /**
   * The plan.
   *
   * @param subject whose commit is the one that is checked out
   * @param file what to take for the pipeline file; null for the one of the commit
   * @param log gets each step of the decision
   * @throws BuildFailedException with everything that is wrong with the file at once
   */
  Plan plan(Subject subject, Checkout checkout, byte @Nullable [] file, Consumer<String> log)
      throws BuildFailedException {
    PipelineCheck check = new PipelineCheck(reader, checkout);
    try {
      Optional<String> mark = skipMark(subject, checkout);
      if (mark.isPresent()) {
        String because = "the commit's message says " + mark.get();
        log.accept("Skipped: " + because);
        return new Plan.Skip(because);
      }
      Pipeline pipeline = check.read(subject, file, log);
      WhenCheck when = new WhenCheck(subject, new Comparison(subject, checkout, builds)::compare);
      return switch (when.ask(pipeline.when(), log)) {
        case WhenCheck.Answer.No(String because) -> new Plan.Skip(because);
        case WhenCheck.Answer.Yes(String because) -> {
          List<ImageBuild> images = when.wanted(check.images(pipeline, log), log);
          Pipeline whole = check.packaging(pipeline, images, log);
          yield images.isEmpty() && whole.steps().isEmpty()
              ? new Plan.Skip("nothing changed that an image is built from")
              : build(subject, whole, images, because, log);
        }
      };
    } catch (IOException e) {
      throw BuildRun.unreadable(e, PipelineReader.FILE);
    }
  }

  private static Plan.Build build(
      Subject subject,
      Pipeline pipeline,
      List<ImageBuild> images,
      String because,
      Consumer<String> log) {
    Plan.Build plan =
        new Plan.Build(pipeline, images, ImageTags.of(subject, pipeline, log), because);
    if (subject.trigger() != Trigger.REBUILD) {
      return plan;
    }
    log.accept("Nothing is taken from earlier builds, as asked for");
    return plan.withoutCaches();
  }

  /**
   * The receiver looks for a mark in the message that comes with a delivery. Where none came, as
   * for a push that was found by asking the repository, it is looked for here.
   */
  private static Optional<String> skipMark(Subject subject, Checkout checkout) throws IOException {
    return subject.askedFor() || !subject.message().isEmpty()
        ? Optional.empty()
        : new Commit(checkout.commit(), "", checkout.message()).skipMark();
  }
}
