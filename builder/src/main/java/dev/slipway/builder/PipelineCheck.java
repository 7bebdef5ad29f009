package dev.slipway.builder;

import dev.slipway.builder.checkout.ContextRefusedException;
import dev.slipway.builder.java.JavaProject;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Failure;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.Pipeline;
import dev.slipway.core.pipeline.PipelineReader;
import dev.slipway.core.pipeline.PipelineReader.Reading;
import dev.slipway.core.pipeline.Problem;
import dev.slipway.core.pipeline.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the pipeline file of a commit, and makes sure that the commit has what it names. */
final class PipelineCheck {
  /** Beyond this a file of that name is no pipeline file, whatever else it is; in bytes. */
  private static final int ABSURD = 64 << 20;

  /** The step that we add. */
  private static final String PACKAGE = "package";

  private final PipelineReader reader;
  private final Checkout checkout;

  PipelineCheck(PipelineReader reader, Checkout checkout) {
    this.reader = reader;
    this.checkout = checkout;
  }

  /**
   * What the pipeline file says.
   *
   * @param instead what to take for the file; null for the one that is kept for the repository, or
   *     else the one of the commit
   * @throws BuildFailedException with everything that is wrong at once
   */
  Pipeline read(Subject subject, byte @Nullable [] instead, Consumer<String> log)
      throws BuildFailedException, IOException {
    String kept = subject.repository().pipeline();
    if (instead == null && kept != null) {
      Pipeline pipeline = parse(subject, kept.getBytes(StandardCharsets.UTF_8));
      log.accept("Following the pipeline that Slipway keeps for " + subject.repository().name());
      return pipeline;
    }
    byte[] file =
        instead == null ? checkout.file(PipelineReader.FILE, ABSURD).orElse(null) : instead;
    Pipeline pipeline = parse(subject, file);
    log.accept(
        file == null
            ? "No " + PipelineReader.FILE + ": building the Dockerfile with the defaults"
            : "Following " + PipelineReader.FILE);
    return pipeline;
  }

  /**
   * The images of the pipeline, of which the commit has everything. Where nobody wrote which, steps
   * may do without.
   *
   * @throws BuildFailedException with everything that is missing at once
   */
  List<ImageBuild> images(Pipeline pipeline, Consumer<String> log)
      throws BuildFailedException, IOException {
    List<Problem> missing = missing(pipeline);
    boolean inferred = pipeline.onlyInfersItsImage() && !pipeline.steps().isEmpty();
    if (inferred && (!missing.isEmpty() || !packaged(pipeline.builds()).isEmpty())) {
      log.accept(
          "No Dockerfile: only the steps are run"
              + (missing.isEmpty()
                  ? "; `build: { engine: jib }` makes an image of their jar"
                  : ""));
      return List.of();
    }
    if (!missing.isEmpty()) {
      throw new BuildFailedException(new Failure.PipelineInvalid(missing));
    }
    return pipeline.builds();
  }

  /**
   * The pipeline with a step for each image that is made of a Java project, where it has no steps
   * of its own that could package it.
   */
  Pipeline packaging(Pipeline pipeline, List<ImageBuild> images, Consumer<String> log)
      throws IOException {
    List<Step> steps = new ArrayList<>(pipeline.steps());
    for (var packaged : packaged(images).entrySet()) {
      ImageBuild image = packaged.getKey();
      JavaProject project = packaged.getValue();
      String file = project.file(image, checkout).orElse("");
      String how = "by the steps";
      if (pipeline.steps().isEmpty()) {
        String name = pipeline.builds().size() == 1 ? PACKAGE : PACKAGE + "-" + image.name();
        steps.add(project.packaging(name, image));
        how = "in step " + name + " with " + project.image();
      }
      log.accept(
          image.name()
              + " has no Dockerfile, but "
              + file
              + ": packaged "
              + how
              + ", and its jar becomes an image");
    }
    return steps.size() == pipeline.steps().size() ? pipeline : with(pipeline, steps);
  }

  private Map<ImageBuild, JavaProject> packaged(List<ImageBuild> images) throws IOException {
    Map<ImageBuild, JavaProject> packaged = new LinkedHashMap<>();
    for (ImageBuild image : images) {
      JavaProject.without(image, checkout).ifPresent(project -> packaged.put(image, project));
    }
    return packaged;
  }

  private static Pipeline with(Pipeline pipeline, List<Step> steps) {
    return new Pipeline(
        pipeline.name(),
        pipeline.when(),
        pipeline.concurrency(),
        pipeline.timeout(),
        steps,
        pipeline.services(),
        pipeline.builds(),
        pipeline.tags(),
        pipeline.deploys());
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

  private Pipeline parse(Subject subject, byte @Nullable [] file) throws BuildFailedException {
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
    Reading reading =
        reader.read(
            file,
            new PipelineReader.Context(
                subject.repository().name(),
                subject.ref(),
                subject.sha(),
                subject.pullRequest(),
                subject.number()));
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
      } else if (checkout.file(path(build), ABSURD).isEmpty()
          && JavaProject.without(build, checkout).isEmpty()) {
        problems.add(
            new Problem(
                "build.dockerfile",
                0,
                0,
                "there is no " + path(build) + " in the commit",
                "add one, a pom.xml or a build.gradle, or say where it is with `build: { dockerfile: PATH }` in "
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
