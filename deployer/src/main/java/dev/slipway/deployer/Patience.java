package dev.slipway.deployer;

import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.deploy.Wish;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Repeats what a target could not do just now, holding the lease meanwhile: an engine that restarts
 * is no reason to fail a rollout. Belongs to one attempt; not safe for concurrent use.
 */
final class Patience {
  static final Duration LONGEST = Duration.ofMinutes(3);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Time time;
  private final Lease lease;
  private final Wishes wishes;
  private final boolean abortable;
  private Duration waited = Duration.ZERO;

  Patience(Lease lease, Wishes wishes) {
    this(lease, wishes, true);
  }

  private Patience(Lease lease, Wishes wishes, boolean abortable) {
    this.time = lease.time();
    this.lease = lease;
    this.wishes = wishes;
    this.abortable = abortable;
  }

  /** The same where it is too late to abort. */
  Patience unabortable() {
    return new Patience(lease, wishes, false);
  }

  Wishes wishes() {
    return wishes;
  }

  /**
   * Makes sure that nobody wants it to end.
   *
   * @throws PhaseFailedException when somebody does
   */
  void checkAborted() throws PhaseFailedException {
    Optional<String> by = abortable ? wishes.by(Wish.What.ABORT) : Optional.empty();
    if (by.isPresent()) {
      throw new PhaseFailedException(
          by.get() + " aborted the rollout", "roll out again whenever you like", List.of());
    }
  }

  /**
   * The call's result, sooner or later.
   *
   * @throws PhaseFailedException when it failed for good, or for {@link #LONGEST}
   */
  <T> T insist(Call<T> call) throws PhaseFailedException, LeaseLostException, InterruptedException {
    Duration started = time.now();
    Duration pause = FIRST_PAUSE;
    while (true) {
      lease.check();
      try {
        T result = call.make();
        if (!pause.equals(FIRST_PAUSE)) {
          waited = waited.plus(time.since(started));
        }
        return result;
      } catch (TargetException e) {
        if (!e.retryable()) {
          throw new PhaseFailedException(e.getMessage(), e.hint(), List.of());
        }
        if (time.since(started).compareTo(LONGEST) >= 0) {
          throw new PhaseFailedException(
              e.getMessage() + " (tried for " + Words.of(LONGEST) + ")", e.hint(), List.of());
        }
      }
      time.pause(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  /** Like {@link #insist(Call)}, for calls without a result. */
  void insist(Action action) throws PhaseFailedException, LeaseLostException, InterruptedException {
    Call<Boolean> call =
        () -> {
          action.take();
          return true;
        };
    insist(call);
  }

  /** The sentence, with what the waiting cost since the last sentence, if any. */
  String tell(String sentence) {
    if (waited.isZero()) {
      return sentence;
    }
    String told = sentence + ", after the engine could not be reached for " + Words.of(waited);
    waited = Duration.ZERO;
    return told;
  }

  /** Asks the target for something. */
  interface Call<T> {
    T make() throws TargetException;
  }

  /** Has the target do something. */
  interface Action {
    void take() throws TargetException;
  }
}
