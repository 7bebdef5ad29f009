package dev.slipway.core.pipeline;

import java.time.Duration;

/**
 * When a container counts as healthy, checked from outside.
 *
 * @param interval from the end of a try to the start of the next
 * @param timeout for one try
 * @param retries failed tries after the start period until the container counts as unhealthy
 * @param startPeriod in which failed tries do not count
 */
public record HealthCheck(
    Probe probe, Duration interval, Duration timeout, int retries, Duration startPeriod) {
  public static final HealthCheck DEFAULT =
      new HealthCheck(
          new Probe.Inferred(), Duration.ofSeconds(1), Duration.ofSeconds(5), 60, Duration.ZERO);

  /** The same with another way to look. */
  public HealthCheck withProbe(Probe other) {
    return new HealthCheck(other, interval, timeout, retries, startPeriod);
  }

  /** How to look. */
  public sealed interface Probe {
    /** A GET that must be answered with a status from 200 to 399. */
    record Http(String path) implements Probe {}

    /** The port accepts a connection and keeps it open. */
    record Tcp() implements Probe {}

    /** The image's own HEALTHCHECK, as the engine reports it. */
    record OfImage() implements Probe {}

    /** {@link OfImage} where the image has one, else {@link Tcp}. */
    record Inferred() implements Probe {}
  }
}
