package dev.slipway.builder;

import dev.slipway.builder.checkout.ContextRefusedException;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.Pipeline;
import dev.slipway.core.pipeline.PipelineReader;
import dev.slipway.core.pipeline.PipelineReader.Reading;
import dev.slipway.core.pipeline.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the pipeline file of a commit, and makes sure that the commit has what it names. */
final class PipelineCheck {
  /** Beyond this a file of that name is no pipeline file, whatever else it is; in bytes. */
  private static final int ABSURD = 64 << 20;

  private static final String SUBMODULES = ".gitmodules";

  private final PipelineReader reader;
  private final Checkout checkout;

  PipelineCheck(PipelineReader reader, Checkout checkout) {
    this.reader = reader;
    this.checkout = checkout;
  }

  /**
   * The pipeline, ready to be carried out.
   *
   * @throws BuildFailedException with everything that is wrong at once
   */
  Pipeline read(Build build, BuildProgress progress) throws BuildFailedException {
    try {
      Optional<byte[]> file = checkout.file(PipelineReader.FILE, ABSURD);
      Pipeline pipeline = parse(build, file.orElse(null));
      List<Problem> missing = missing(pipeline);
      if (!missing.isEmpty()) {
        throw new BuildFailedException(new Failure.PipelineInvalid(missing));
      }
      progress.line(
          BuildRun.PIPELINE,
          file.isPresent()
              ? "Following " + PipelineReader.FILE
              : "No " + PipelineReader.FILE + ": building the Dockerfile with the defaults");
      if (checkout.file(SUBMODULES, ABSURD).isPresent()) {
        progress.line(BuildRun.PIPELINE, "Submodules are not checked out: their folders are empty");
      }
      return pipeline;
    } catch (IOException e) {
      throw BuildRun.unreadable(e, PipelineReader.FILE);
    }
  }

  /** How a problem reads in the log. */
  static String inWords(Problem problem) {
    return problem.hint().isEmpty() ? problem.toString() : problem + " - " + problem.hint();
  }

  /** Why the checkout did not hand out the build context; null when that is not what happened. */
  static @Nullable Failure refusal(Throwable failed) {
    for (Throwable at = failed; at != null; at = at.getCause()) {
      if (at instanceof ContextRefusedException refused) {
        return refused.failure();
      }
    }
    return null;
  }

  private Pipeline parse(Build build, byte @Nullable [] file) throws BuildFailedException {
    if (file != null && file.length > PipelineReader.LARGEST) {
      throw new BuildFailedException(
          new Failure.PipelineInvalid(
              List.of(
                  new Problem(
                      "",
                      0,
                      0,
                      PipelineReader.FILE + " has " + file.length + " bytes",
                      "keep it under " + PipelineReader.LARGEST + " bytes"))));
    }
    NewBuild request = build.request();
    Reading reading =
        reader.read(
            file,
            new PipelineReader.Context(
                request.repository(), request.ref(), request.commit().sha(), build.number()));
    return switch (reading) {
      case Reading.Valid(Pipeline pipeline) -> pipeline;
      case Reading.Invalid(List<Problem> problems) ->
          throw new BuildFailedException(new Failure.PipelineInvalid(problems));
    };
  }

  private List<Problem> missing(Pipeline pipeline) throws IOException {
    List<Problem> problems = new ArrayList<>();
    for (ImageBuild build : pipeline.builds()) {
      if (!checkout.hasFolder(build.context())) {
        problems.add(
            new Problem(
                "build.context",
                0,
                0,
                "there is no folder " + build.context() + " in the commit",
                "name a folder of the repository, or . for its root"));
      } else if (checkout.file(path(build), ABSURD).isEmpty()) {
        problems.add(
            new Problem(
                "build.dockerfile",
                0,
                0,
                "there is no " + path(build) + " in the commit",
                "add one, or say where it is with `build: { dockerfile: PATH }` in "
                    + PipelineReader.FILE));
      }
    }
    return problems;
  }

  private static String path(ImageBuild build) {
    return build.context().isEmpty()
        ? build.dockerfile()
        : build.context() + "/" + build.dockerfile();
  }
}
