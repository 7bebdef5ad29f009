package dev.slipway.builder;

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

  /** The two ways to build. */
  public ImageEngines(JibImageBuilder withoutEngine, ImageBuilder byEngine) {
    this.withoutEngine = withoutEngine;
    this.byEngine = byEngine;
  }

  @Override
  public BuiltImage build(
      Order order, Checkout checkout, BuildProgress progress, Cancellation cancellation)
      throws BuildFailedException {
    return switch (order.spec().engine()) {
      case JIB -> withoutEngine.build(order, checkout, progress, cancellation);
      case BUILDKIT, DOCKER -> byEngine.build(order, checkout, progress, cancellation);
      case AUTO ->
          switch (withoutEngine.tryToBuild(order, checkout, progress, cancellation)) {
            case Answer.Built(BuiltImage image) -> image;
            case Answer.LeaveToEngine(String because) -> {
              progress.line(
                  BuildRun.PIPELINE, order.spec().name() + " is left to the engine: " + because);
              yield byEngine.build(order, checkout, progress, cancellation);
            }
          };
    };
  }
}
