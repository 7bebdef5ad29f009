package dev.slipway.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns the signal that ends this process into an interrupt of the thread that made it, at whatever
 * point that thread is, and lets the process live until it has been closed: so a half-finished
 * start is undone like a finished one.
 */
public final class Interruption implements AutoCloseable {
  /** What Docker and systemd give a process, less a little. */
  private static final Duration PATIENCE = Duration.ofSeconds(50);

  private final Thread interrupted = Thread.currentThread();
  private final CountDownLatch closed = new CountDownLatch(1);

  private Interruption() {}

  /** From now on, SIGTERM and Ctrl-C interrupt the calling thread. */
  public static Interruption ofThisThread() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(new Thread(interruption::signalled, "interruption"));
    return interruption;
  }

  private void signalled() {
    if (closed.getCount() == 0) {
      return; // an end without a signal
    }
    interrupted.interrupt();
    try {
      if (!closed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        System.err.println(
            "Slipway did not stop within " + PATIENCE.toSeconds() + " s and is ended");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Everything else is closed: the process may end. */
  @Override
  public void close() {
    closed.countDown();
  }
}
