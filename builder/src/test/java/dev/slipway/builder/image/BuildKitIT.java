package dev.slipway.builder.image;

/** The engine's BuildKit. */
final class BuildKitIT extends ImageBuilderSuite {
  BuildKitIT() {
    super(BuilderChoice.BUILDKIT);
  }
}
