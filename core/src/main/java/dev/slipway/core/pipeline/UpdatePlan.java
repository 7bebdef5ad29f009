package dev.slipway.core.pipeline;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a service goes from one release to the next.
 *
 * @param order null leaves it to what the service needs; see {@link DeploySpec#order}
 * @param parallelism containers that are exchanged at a time; null for all of them together
 * @param monitor how long the new release is watched once it has all the traffic
 * @param onFailure what to do when it does badly then
 * @param canary null gives it all the traffic in one step
 * @param releaseCommand null for none
 * @param reversible whether the release before can still run after this one; going back past one
 *     that is not asks first
 * @param standby how long the release before stays frozen, so that going back takes no start
 */
public record UpdatePlan(
    @Nullable Order order,
    @Nullable Integer parallelism,
    Duration monitor,
    FailureAction onFailure,
    @Nullable Canary canary,
    @Nullable ReleaseCommand releaseCommand,
    boolean reversible,
    Duration standby) {
  public static final Duration USUAL_MONITOR = Duration.ofSeconds(5);
  public static final Duration USUAL_STANDBY = Duration.ofMinutes(10);

  /** What happens where nobody says anything. */
  public static final UpdatePlan USUAL =
      new UpdatePlan(
          null, null, USUAL_MONITOR, FailureAction.ROLLBACK, null, null, true, USUAL_STANDBY);

  /** Which containers come first. */
  public enum Order {
    /** The new ones serve before the old ones stop. */
    START_FIRST,
    /** The old ones stop before the new ones start; requests wait at the edge meanwhile. */
    STOP_FIRST
  }

  /** What a release in trouble leads to, once it has traffic. */
  public enum FailureAction {
    /** The release before gets the traffic back, and pushes wait until somebody resumes. */
    ROLLBACK,
    /** It keeps the traffic, and pushes wait until somebody resumes. */
    PAUSE,
    /** It keeps the traffic, and the rollout says what was wrong. */
    CONTINUE
  }

  /**
   * Gives the new release its traffic bit by bit.
   *
   * @param steps its shares in percent, growing, the last one 100
   * @param hold how long each share is kept and judged
   */
  public record Canary(List<Integer> steps, Duration hold) {
    public Canary {
      steps = List.copyOf(steps);
    }
  }

  /**
   * Run once in the new image before any traffic reaches it.
   *
   * @param timeout after which it is killed, and the rollout fails
   */
  public record ReleaseCommand(List<String> command, Duration timeout) {
    public static final Duration USUAL_TIMEOUT = Duration.ofMinutes(10);

    public ReleaseCommand {
      command = List.copyOf(command);
    }
  }
}
