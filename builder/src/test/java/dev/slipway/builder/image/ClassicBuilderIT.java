package dev.slipway.builder.image;

import dev.slipway.core.pipeline.ImageBuild;

/** The engine's classic builder. */
final class ClassicBuilderIT extends ImageBuilderSuite {
  ClassicBuilderIT() {
    super(ImageBuild.Engine.DOCKER);
  }
}
