package dev.slipway.core.pipeline;

import java.time.Duration;
import java.util.List;

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

  /** Statuses of HTTP, both ends included. */
  public record Statuses(int from, int to) {
    public static final Statuses USUAL = new Statuses(200, 399);

    public boolean contains(int status) {
      return from <= status && status <= to;
    }

    @Override
    public String toString() {
      return from == to ? String.valueOf(from) : from + " to " + to;
    }
  }

  /** How to look. */
  public sealed interface Probe {
    /** A GET that must be answered with one of the statuses. */
    record Http(String path, Statuses wanted) implements Probe {
      public Http(String path) {
        this(path, Statuses.USUAL);
      }
    }

    /** A command in the container that must end with exit code 0. */
    record Command(List<String> words) implements Probe {
      public Command {
        words = List.copyOf(words);
      }
    }

    /** The port accepts a connection and keeps it open. */
    record Tcp() implements Probe {}

    /** The image's own HEALTHCHECK, as the engine reports it. */
    record OfImage() implements Probe {}

    /** {@link OfImage} where the image has one, else {@link Tcp}. */
    record Inferred() implements Probe {}
  }
}
