package dev.slipway.builder;

import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.BuildQueue;
import dev.slipway.core.build.BuildQueue.GroupPlace;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.pipeline.Concurrency;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the place of a concurrency group. The build keeps its lease and its worker meanwhile:
 * whatever it waits for is running already, so that it gets the place sooner or later.
 */
final class GroupTurn {
  private final BuildQueue queue;
  private final Duration askEvery;

  GroupTurn(BuildQueue queue, Duration askEvery) {
    this.queue = queue;
    this.askEvery = askEvery;
  }

  /**
   * Returns once the build may go on.
   *
   * @throws CancellationException when told to stop, or when the lease is lost
   */
  void await(
      Attempt attempt, Concurrency wanted, BuildProgress progress, Cancellation cancellation) {
    CountDownLatch stopped = new CountDownLatch(1);
    try (Cancellation.Registration _ = cancellation.onCancel(stopped::countDown)) {
      long told = 0;
      while (true) {
        cancellation.check();
        switch (queue.enter(
            attempt.build(), attempt.number(), wanted.group(), wanted.cancelInProgress())) {
          case GroupPlace.Entered() -> {
            return;
          }
          case GroupPlace.Lost() -> throw new CancellationException("the lease is lost");
          case GroupPlace.Taken(long number, boolean newer) -> {
            if (told != number) {
              progress.line(BuildRun.PIPELINE, inWords(wanted, number, newer));
              told = number;
            }
          }
        }
        pause(stopped);
      }
    }
  }

  private static String inWords(Concurrency wanted, long number, boolean newer) {
    String group = " of the concurrency group \"" + wanted.group() + "\"";
    return wanted.cancelInProgress() && !newer
        ? "Stops build " + number + group + ", and waits until it has ended"
        : "Waits for build " + number + group;
  }

  private void pause(CountDownLatch stopped) {
    try {
      var _ = stopped.await(askEvery.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for a concurrency group");
    }
  }

  /** Which attempt of which build. */
  record Attempt(BuildId build, int number) {}
}
