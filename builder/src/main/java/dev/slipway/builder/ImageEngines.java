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

/**
 * Builds each image by what its entry wants: where that is left open, without an engine if that is
 * possible, and says why if it is not. Safe for concurrent use.
 */
public final class ImageEngines implements ImageBuilder {
  private final JibImageBuilder withoutEngine;
  private final ImageBuilder byEngine;
  private final JavaImages java;

  /** The two ways to build, and how to do so without a Dockerfile. */
  public ImageEngines(JibImageBuilder withoutEngine, ImageBuilder byEngine, JavaImages java) {
    this.withoutEngine = withoutEngine;
    this.byEngine = byEngine;
    this.java = java;
  }

  @Override
  public BuiltImage build(
      Order order, Checkout checkout, BuildProgress progress, Cancellation cancellation)
      throws BuildFailedException {
    try (Checkout context =
        java.context(order.spec(), checkout, progress, cancellation)
            .orElseGet(() -> new Borrowed(checkout))) {
      return buildFrom(order, context, progress, cancellation);
    }
  }

  private BuiltImage buildFrom(
      Order order, Checkout context, BuildProgress progress, Cancellation cancellation)
      throws BuildFailedException {
    return switch (order.spec().engine()) {
      case JIB -> withoutEngine.build(order, context, progress, cancellation);
      case BUILDKIT, DOCKER -> byEngine.build(order, context, progress, cancellation);
      case AUTO ->
          switch (withoutEngine.tryToBuild(order, context, progress, cancellation)) {
            case Answer.Built(BuiltImage image) -> image;
            case Answer.LeaveToEngine(String because) -> {
              progress.line(
                  BuildRun.PIPELINE, order.spec().name() + " is left to the engine: " + because);
              yield byEngine.build(order, context, progress, cancellation);
            }
          };
    };
  }
}
