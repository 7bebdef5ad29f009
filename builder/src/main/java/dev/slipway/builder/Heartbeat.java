package dev.slipway.builder;

import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildQueue;
import dev.slipway.core.build.Cancellation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the lease of one attempt, and hears when the build is to be stopped. While the queue cannot
 * be asked, the lease counts as kept for as long as it would have lasted. Safe for concurrent use.
 */
final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final BuildQueue queue;
  private final BuildId build;
  private final int attempt;
  private final Pace pace;
  private final Cancellation cancellation;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean lost;
  private volatile boolean toldToStop;

  private Heartbeat(
      BuildQueue queue, BuildId build, int attempt, Pace pace, Cancellation cancellation) {
    this.queue = queue;
    this.build = build;
    this.attempt = attempt;
    this.pace = pace;
    this.cancellation = cancellation;
  }

  /** Begins to beat; cancels {@code cancellation} when the lease is lost or the build canceled. */
  static Heartbeat start(
      BuildQueue queue, BuildId build, int attempt, Pace pace, Cancellation cancellation) {
    Heartbeat heartbeat = new Heartbeat(queue, build, attempt, pace, cancellation);
    Thread.ofVirtual().name("heartbeat-" + build).start(heartbeat::beat);
    return heartbeat;
  }

  /** Whether somebody else may have the build by now: nothing is to be written any more. */
  boolean lost() {
    return lost;
  }

  /** Whether the build was canceled. */
  boolean toldToStop() {
    return toldToStop;
  }

  /** Takes note that a write was refused. */
  void lose() {
    if (!lost) {
      LOG.info("build {}: attempt {} lost its lease and is stopped", build, attempt);
      lost = true;
    }
    cancellation.cancel();
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private void beat() {
    long kept = System.nanoTime();
    try {
      while (!lost && !closed.await(pace.beat().toNanos(), TimeUnit.NANOSECONDS)) {
        if (renew()) {
          kept = System.nanoTime();
        } else if (System.nanoTime() - kept > pace.lease().toNanos()) {
          lose();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** False when there was no answer. */
  private boolean renew() {
    try {
      switch (queue.renew(build, attempt)) {
        case KEPT -> {}
        case CANCEL -> {
          toldToStop = true;
          cancellation.cancel();
        }
        case LOST -> lose();
      }
      return true;
    } catch (RuntimeException e) {
      LOG.warn("build {}: the lease could not be renewed, trying again", build, e);
      return false;
    }
  }
}
