package dev.slipway.core.build;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a build stands in the queue.
 *
 * @param ahead how many builds run before it, when nothing else comes
 * @param running how many run now; with builds waiting, as many as the workers run at once
 * @param typical the median of the time that the repository's last builds took; null when none has
 *     ended yet
 * @param obstacle why nobody takes it, in words without a full stop; null when somebody can
 */
public record QueuePlace(
    int ahead, int running, @Nullable Duration typical, @Nullable String obstacle) {

  /** The place of a build that somebody can take. */
  public QueuePlace(int ahead, int running, @Nullable Duration typical) {
    this(ahead, running, typical, null);
  }

  /**
   * How long until it begins, as far as can be told: the running builds end one after the other,
   * each {@code typical / running} after the one before, and the first after half of that.
   */
  public Optional<Duration> expectedWait() {
    if (typical == null || running == 0 || obstacle != null) {
      return Optional.empty();
    }
    return Optional.of(typical.multipliedBy(2L * ahead + 1).dividedBy(2L * running));
  }
}
