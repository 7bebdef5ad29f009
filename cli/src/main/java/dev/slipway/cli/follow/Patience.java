package dev.slipway.cli.follow;

import dev.slipway.cli.api.Unreachable;
import dev.slipway.cli.terminal.Shell;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Outlasts a server that is away, as while it restarts: waits a little longer each time, says so
 * once, and gives up in the end. Used by one thread.
 */
public final class Patience {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
  private static final Duration USUAL = Duration.ofMinutes(2);

  private final Shell shell;
  private final Duration limit;
  private Duration pause = FIRST_PAUSE;
  private long goneSince;
  private boolean gone;

  /**
   * @param limit how long the server may be away at a time
   */
  public Patience(Shell shell, Duration limit) {
    this.shell = shell;
    this.limit = limit;
  }

  public static Patience usual(Shell shell) {
    return new Patience(shell, USUAL);
  }

  /** Makes a call that is safe to repeat until it is answered. */
  public <T> T outlast(Supplier<T> call) {
    while (true) {
      try {
        T answer = call.get();
        reached();
        return answer;
      } catch (Unreachable e) {
        lost(e);
      }
    }
  }

  /** The server did something: the next time that it is away is a new one. */
  public void reached() {
    if (gone) {
      shell.say("Slipway is back.");
    }
    gone = false;
    pause = FIRST_PAUSE;
  }

  /** Waits before the next try; fails as the server did when it has been away for too long. */
  public void lost(Unreachable failure) {
    if (!gone) {
      gone = true;
      goneSince = System.nanoTime();
      shell.out().flush();
      shell.say(
          "%s; trying again for up to %d seconds ..."
              .formatted(failure.message(), limit.toSeconds()));
    } else if (System.nanoTime() - goneSince > limit.toNanos()) {
      throw failure;
    }
    pause(pause);
    Duration longer = pause.multipliedBy(2);
    pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
  }

  /** Waits; an interrupt ends the command. */
  static void pause(Duration wait) {
    try {
      TimeUnit.NANOSECONDS.sleep(wait.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("interrupted while waiting", "");
    }
  }
}
