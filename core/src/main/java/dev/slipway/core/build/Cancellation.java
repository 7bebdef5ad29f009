package dev.slipway.core.build;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Tells work in progress to stop. Long-running calls register what ends them: closing a connection,
 * say. Safe for concurrent use.
 */
public final class Cancellation {
  private final List<Runnable> stops = new ArrayList<>();
  private boolean canceled;

  /** Stops everything registered, now and later; calls after the first do nothing. */
  public void cancel() {
    List<Runnable> now;
    synchronized (this) {
      if (canceled) {
        return;
      }
      canceled = true;
      now = List.copyOf(stops);
      stops.clear();
    }
    now.forEach(Runnable::run);
  }

  public synchronized boolean canceled() {
    return canceled;
  }

  /**
   * Goes on, or not.
   *
   * @throws CancellationException when canceled
   */
  public void check() {
    if (canceled()) {
      throw new CancellationException("told to stop");
    }
  }

  /** Runs {@code stop} on cancel, at once if that was before; closing the result forgets it. */
  public Registration onCancel(Runnable stop) {
    synchronized (this) {
      if (!canceled) {
        stops.add(stop);
        return () -> forget(stop);
      }
    }
    stop.run();
    return () -> {};
  }

  private synchronized void forget(Runnable stop) {
    stops.remove(stop);
  }

  /** What {@link #onCancel} remembers until closed. */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
