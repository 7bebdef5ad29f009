package dev.slipway.builder.steps;

import dev.slipway.builder.checkout.GitLimits;
import dev.slipway.core.pipeline.Resources;
import java.time.Duration;

/**
 * How much the steps of one build may ask of the engine.
 *
 * @param resources of a container whose entry in the pipeline file does not say
 * @param processes in one container, threads counted
 * @param atOnce how many steps of one build run side by side
 * @param serviceStart how long a service may take until it is healthy
 * @param grace from SIGTERM to SIGKILL for steps that have to stop
 * @param context size and number of the files that are built from afterwards
 */
public record StepLimits(
    Resources resources,
    long processes,
    int atOnce,
    Duration serviceStart,
    Duration grace,
    GitLimits context) {
  /** The grace leaves time to clean up within the ten seconds that a cancel may take. */
  public static final StepLimits DEFAULT =
      new StepLimits(
          Resources.UNLIMITED,
          4096,
          4,
          Duration.ofSeconds(60),
          Duration.ofSeconds(2),
          GitLimits.DEFAULT);
}
