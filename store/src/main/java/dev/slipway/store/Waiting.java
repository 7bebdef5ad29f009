package dev.slipway.store;

import dev.slipway.core.log.Logs.Subscription;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks for something again whenever a signal says that it may be there now, and from time to time
 * for what nobody signals.
 */
final class Waiting {
  private final Signals signals;
  private final String channel;
  private final Duration interval;

  private Waiting(Signals signals, String channel, Duration interval) {
    this.signals = signals;
    this.channel = channel;
    this.interval = interval;
  }

  static Waiting on(Signals signals, String channel) {
    return new Waiting(signals, channel, Duration.ofSeconds(Integer.MAX_VALUE));
  }

  Waiting lookingEvery(Duration shorter) {
    return new Waiting(signals, channel, shorter);
  }

  /** What {@code ask} gives within {@code most}; it is asked once at least. */
  <T> Optional<T> until(Supplier<Optional<T>> ask, Duration most) throws InterruptedException {
    long deadline = System.nanoTime() + most.toNanos();
    Optional<T> first = ask.get();
    if (first.isPresent() || !most.isPositive()) {
      return first;
    }
    Semaphore signal = new Semaphore(0);
    try (Subscription _ = signals.on(channel, signal::release)) {
      while (true) {
        signal.drainPermits();
        Optional<T> answer = ask.get();
        long left = deadline - System.nanoTime();
        if (answer.isPresent() || left <= 0) {
          return answer;
        }
        // Woken or not, the next step is the same: to ask.
        var _ = signal.tryAcquire(Math.min(left, interval.toNanos()), TimeUnit.NANOSECONDS);
      }
    }
  }
}
