package dev.slipway.deployer;

import dev.slipway.core.deploy.Instance;
import dev.slipway.core.pipeline.HealthCheck.Probe;
import java.time.Duration;

/** Looks at a container from outside, the way an edge would. Safe for concurrent use. */
interface Outside {
  /**
   * One GET, whose answer must be one of the statuses; redirects are not followed.
   *
   * @param host for the Host header: an application may answer by it
   */
  Verdict http(Instance instance, String host, Probe.Http asked, Duration timeout)
      throws InterruptedException;

  /** One connection, which must be accepted and stay open. */
  Verdict tcp(Instance instance, Duration timeout) throws InterruptedException;

  /** What one look said. */
  sealed interface Verdict {
    record Healthy() implements Verdict {}

    /** {@code because} goes on after a colon. */
    record NotYet(String because) implements Verdict {}
  }
}
