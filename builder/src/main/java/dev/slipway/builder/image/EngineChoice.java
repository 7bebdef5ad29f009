package dev.slipway.builder.image;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Failure;
import dev.slipway.core.pipeline.ImageBuild;

/**
 * Which of an engine's two builders makes an image.
 *
 * @param buildKit BuildKit, or else the classic one
 * @param reason in words, for the build's log
 */
public record EngineChoice(boolean buildKit, String reason) {

  /**
   * Asks the engine what it has, and chooses: BuildKit wherever it is there and not unwanted.
   *
   * @param wanted by the pipeline file; not {@link ImageBuild.Engine#JIB}, which needs no engine
   * @throws BuildFailedException when the engine does not answer, or lacks what is wanted
   */
  public static EngineChoice of(Engine engine, ImageBuild.Engine wanted)
      throws BuildFailedException {
    return of(EngineGreeting.of(engine), wanted);
  }

  static EngineChoice of(EngineGreeting greeting, ImageBuild.Engine wanted)
      throws BuildFailedException {
    return switch (wanted) {
      case AUTO ->
          greeting.buildKit()
              ? new EngineChoice(true, "built by BuildKit, which " + greeting.name() + " has")
              : new EngineChoice(
                  false,
                  "built by the classic builder, since " + greeting.name() + " has no BuildKit");
      case DOCKER ->
          new EngineChoice(
              false, "built by the classic builder of " + greeting.name() + ", as wanted");
      case BUILDKIT -> buildKit(greeting);
      case JIB -> throw new IllegalArgumentException("jib builds without an engine");
    };
  }

  private static EngineChoice buildKit(EngineGreeting greeting) throws BuildFailedException {
    if (!greeting.buildKit()) {
      throw new BuildFailedException(
          new Failure.StepFailed(
              BuildSteps.CONTEXT,
              "the pipeline wants BuildKit, which " + greeting.name() + " does not have",
              "leave `build.engine` out of .slipway.yml, or enable BuildKit on the engine"));
    }
    return new EngineChoice(true, "built by BuildKit of " + greeting.name() + ", as wanted");
  }
}
