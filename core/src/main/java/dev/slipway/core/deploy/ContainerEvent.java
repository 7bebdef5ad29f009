package dev.slipway.core.deploy;

import java.time.Instant;

/**
 * Something that happened to a container of a service, as its engine told it.
 *
 * @param container as {@link Instance#id}
 * @param release the number of the release that it was started for
 * @param at by the engine's clock, to the microsecond
 */
public record ContainerEvent(
    ServiceId service, String container, int release, Instant at, What what) {

  /** What happened. */
  public sealed interface What {
    /** Its processes were started, for the first time or once more. */
    record Started() implements What {}

    /**
     * Its first process ended.
     *
     * @param outOfMemory the kernel ended something in it for using too much
     */
    record Died(int code, boolean outOfMemory) implements What {}

    /** Somebody sent it a signal, as a rollout does that is done with it. */
    record Signalled(int signal) implements What {}

    /** What the image's HEALTHCHECK says has changed. */
    record HealthChanged(Target.Health to) implements What {}
  }
}
