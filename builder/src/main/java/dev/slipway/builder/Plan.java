package dev.slipway.builder;

import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.Pipeline;
import dev.slipway.core.pipeline.Step;
import java.util.List;

/** What is to be done for a commit. */
sealed interface Plan {
  /**
   * To be built.
   *
   * @param images those of the pipeline that are to be built; none where only steps are to be run
   * @param tags of every image; those of the pipeline file only where it may choose them
   * @param because one sentence for people
   */
  record Build(Pipeline pipeline, List<ImageBuild> images, List<String> tags, String because)
      implements Plan {
    public Build {
      images = List.copyOf(images);
      tags = List.copyOf(tags);
    }

    /** The same with nothing of earlier builds. */
    Build withoutCaches() {
      return new Build(
          pipeline.withSteps(pipeline.steps().stream().map(Step::withoutCache).toList()),
          images.stream().map(ImageBuild::withoutCache).toList(),
          tags,
          because);
    }
  }

  /** Nothing, since no entry of {@code when} holds. */
  record Skip(String because) implements Plan {}
}
