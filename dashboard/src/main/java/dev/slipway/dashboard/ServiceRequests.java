package dev.slipway.dashboard;

import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.pipeline.EnvValue;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Asks for rollouts that no push has caused. Safe for concurrent use; blocks. */
@FunctionalInterface
public interface ServiceRequests {
  Result request(Order order);

  /**
   * What is wanted.
   *
   * @param by who asks
   * @param reason in the asker's words; may be empty
   */
  record Order(ServiceId service, Change change, String by, String reason) {}

  /** What is to be different afterwards. */
  sealed interface Change {
    /** A release once more; null means the newest. */
    record Deploy(@Nullable Integer release) implements Change {}

    /**
     * The image of another service, with one's own configuration.
     *
     * @param release of the other one; null means the live one
     */
    record Promote(ServiceId from, @Nullable Integer release) implements Change {}

    /** Another number of containers. */
    record Scale(int replicas) implements Change {}

    /** New containers of the same release. */
    record Restart() implements Change {}

    /** Other variables; one whose value is null goes. */
    record Configure(Map<String, @Nullable EnvValue> env) implements Change {
      public Configure {
        env = Collections.unmodifiableMap(new TreeMap<>(env));
      }
    }
  }

  /** What became of it. */
  sealed interface Result {
    record Accepted(DeploymentId deployment) implements Result {}

    /** There is no such service or release. */
    record Unknown(String message) implements Result {}

    /** It cannot be done as things are; the message says why, and what to do. */
    record Refused(String message) implements Result {}
  }
}
