package dev.slipway.builder;

import dev.slipway.builder.java.JavaImages;
import dev.slipway.builder.jib.Answer;
import dev.slipway.builder.jib.JibImageBuilder;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.ImageBuilder;
import dev.slipway.core.pipeline.ImageBuild;

/**
 * Builds each image by what its entry wants: where that is left open, without an engine if that is
 * possible, and says why if it is not. Whatever builds it begins with the copies of a mirror where
 * there are any. Safe for concurrent use.
 */
public final class ImageEngines implements ImageBuilder {
  private final JibImageBuilder withoutEngine;
  private final ImageBuilder byEngine;
  private final JavaImages java;
  private final MirroredBases bases;

  /** The two ways to build, how to do so without a Dockerfile, and what images begin with. */
  public ImageEngines(
      JibImageBuilder withoutEngine, ImageBuilder byEngine, JavaImages java, MirroredBases bases) {
    this.withoutEngine = withoutEngine;
    this.byEngine = byEngine;
    this.java = java;
    this.bases = bases;
  }

  @Override
  public BuiltImage build(
      Order order, Checkout checkout, BuildProgress progress, Cancellation cancellation)
      throws BuildFailedException {
    try (Checkout context =
        java.context(order.spec(), checkout, progress, cancellation)
            .orElseGet(() -> new Borrowed(checkout))) {
      Sources sources =
          bases
              .dockerfile(order, context, progress, cancellation)
              .map(dockerfile -> Sources.of(context, order.spec(), dockerfile))
              .orElseGet(() -> new Sources(context, context));
      return buildFrom(order, sources, progress, cancellation);
    }
  }

  /** What is built, as each way to build has to see it. */
  private record Sources(Checkout forUs, Checkout forEngine) {
    static Sources of(Checkout context, ImageBuild spec, byte[] dockerfile) {
      return new Sources(
          RewrittenContext.forUs(context, spec, dockerfile),
          RewrittenContext.forEngine(context, spec, dockerfile));
    }
  }

  private BuiltImage buildFrom(
      Order order, Sources sources, BuildProgress progress, Cancellation cancellation)
      throws BuildFailedException {
    return switch (order.spec().engine()) {
      case JIB -> withoutEngine.build(order, sources.forUs(), progress, cancellation);
      case BUILDKIT, DOCKER -> byEngine.build(order, sources.forEngine(), progress, cancellation);
      case AUTO ->
          switch (withoutEngine.tryToBuild(order, sources.forUs(), progress, cancellation)) {
            case Answer.Built(BuiltImage image) -> image;
            case Answer.LeaveToEngine(String because) -> {
              progress.line(
                  BuildRun.PIPELINE, order.spec().name() + " is left to the engine: " + because);
              yield byEngine.build(order, sources.forEngine(), progress, cancellation);
            }
          };
    };
  }
}
