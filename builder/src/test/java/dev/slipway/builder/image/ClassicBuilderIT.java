package dev.slipway.builder.image;

/** The engine's classic builder. */
final class ClassicBuilderIT extends ImageBuilderSuite {
  ClassicBuilderIT() {
    super(BuilderChoice.CLASSIC);
  }
}
