package dev.slipway.webhook;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what other threads do. */
final class Eventually {
  private static final Duration MOST = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private Eventually() {}

  /** Asserts again and again until it holds; fails with the last failure. */
  static void holds(Assertion assertion) throws Exception {
    long deadline = System.nanoTime() + MOST.toNanos();
    while (true) {
      try {
        assertion.check();
        return;
      } catch (AssertionError e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /** Throws an {@link AssertionError} as long as it does not hold. */
  @FunctionalInterface
  interface Assertion {
    void check() throws Exception;
  }
}
