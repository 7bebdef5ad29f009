package dev.slipway.builder;

import dev.slipway.core.build.Cancellation;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Runs something that should stop when told to, and does not wait forever for it: work that goes on
 * after that is interrupted and left to itself.
 */
final class StoppableWork {
  private StoppableWork() {}

  /**
   * Runs the work on a thread of its own and returns its result.
   *
   * @param grace how long after the cancellation the work may take to end
   * @throws ExecutionException with what the work threw
   * @throws CancellationException when it did not stop in time
   */
  static <T> T run(Callable<T> work, Cancellation cancellation, Duration grace)
      throws ExecutionException, InterruptedException {
    FutureTask<T> task = new FutureTask<>(work);
    CountDownLatch ended = new CountDownLatch(1);
    Runnable stop = () -> Thread.ofVirtual().start(() -> cancelAfter(grace, task, ended));
    try (Cancellation.Registration _ = cancellation.onCancel(stop)) {
      Thread.ofVirtual().name("build").start(task);
      return task.get();
    } finally {
      ended.countDown();
    }
  }

  private static void cancelAfter(Duration grace, FutureTask<?> task, CountDownLatch ended) {
    try {
      if (!ended.await(grace.toNanos(), TimeUnit.NANOSECONDS)) {
        task.cancel(true);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
