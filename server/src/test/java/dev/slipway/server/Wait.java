package dev.slipway.server;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Waits until something is so, and no longer. */
final class Wait {
  /** Generous: other work may keep the machine busy. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration GLANCE = Duration.ofMillis(20);

  private Wait() {}

  /** Asks again and again until the answer fits; fails with the last one when it never does. */
  static <T> T until(String what, Callable<T> question, Predicate<T> fits) throws Exception {
    return until(PATIENCE, what, question, fits);
  }

  /** The same with another patience. */
  static <T> T until(Duration patience, String what, Callable<T> question, Predicate<T> fits)
      throws Exception {
    long end = System.nanoTime() + patience.toNanos();
    @Nullable T last;
    do {
      last = question.call();
      if (fits.test(last)) {
        return last;
      }
      LockSupport.parkNanos(GLANCE.toNanos());
    } while (System.nanoTime() < end);
    throw new AssertionError(what + " did not come true; the last answer was " + last);
  }
}
