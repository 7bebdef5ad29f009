package dev.slipway.builder;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Failure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops a build that takes too long. How much time there is becomes known only with the pipeline
 * file, and counts from then on.
 */
final class TimeLimit implements AutoCloseable {
  private final Cancellation inner = new Cancellation();
  private final Cancellation.Registration outer;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile Duration allowed = Duration.ZERO;
  private volatile boolean passed;

  private TimeLimit(Cancellation cancellation) {
    this.outer = cancellation.onCancel(inner::cancel);
  }

  static TimeLimit start(Cancellation cancellation) {
    return new TimeLimit(cancellation);
  }

  /** Canceled with the build's own, and when the time is over. */
  Cancellation cancellation() {
    return inner;
  }

  /** From now on, that much time is left. */
  void begin(Duration after) {
    allowed = after;
    Thread.ofVirtual().name("build-time-limit").start(this::watch);
  }

  boolean passed() {
    return passed;
  }

  BuildFailedException timedOut(String step, Exception cause) {
    return new BuildFailedException(new Failure.TimedOut(step, allowed), cause);
  }

  @Override
  public void close() {
    outer.close();
    done.countDown();
  }

  private void watch() {
    try {
      if (!done.await(allowed.toNanos(), TimeUnit.NANOSECONDS)) {
        passed = true;
        inner.cancel();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
