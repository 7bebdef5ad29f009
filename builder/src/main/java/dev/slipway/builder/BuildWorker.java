package dev.slipway.builder;

import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildQueue;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.WorkerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes builds from the queue, several at a time, until closed.
 *
 * <p>Closing takes no more builds and lets the running ones come to their end for a while. Those
 * that have not are stopped and queued again, for any worker: such an interruption costs the build
 * one attempt.
 */
public final class BuildWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BuildWorker.class);
  private static final Duration CLAIM_WAIT = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final WorkerId id;
  private final int atATime;
  private final BuildQueue queue;
  private final BuildAttempts attempts;
  private final Duration drain;
  private final Cancellation stopping = new Cancellation();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Set<Thread> claiming = ConcurrentHashMap.newKeySet();
  private final List<Thread> threads = new ArrayList<>();

  /**
   * A worker that has not started.
   *
   * @param atATime how many builds run at once
   * @param drain how long the running builds may go on when this is closed
   */
  public BuildWorker(
      WorkerId id, int atATime, BuildQueue queue, BuildAttempts attempts, Duration drain) {
    this.drain = drain;
    this.id = id;
    this.atATime = atATime;
    this.queue = queue;
    this.attempts = attempts;
  }

  /** Begins to take builds; called once. */
  public void start() {
    for (int i = 1; i <= atATime; i++) {
      threads.add(Thread.ofVirtual().name("builder-" + i).start(this::takeBuilds));
    }
  }

  @Override
  public void close() {
    closing.set(true);
    stopped.countDown();
    claiming.forEach(Thread::interrupt);
    boolean interrupted = false;
    long deadline = System.nanoTime() + drain.toNanos();
    for (Thread thread : threads) {
      try {
        long left = Math.max(1, deadline - System.nanoTime());
        if (!thread.join(Duration.ofNanos(left))) {
          stopping.cancel();
          thread.join();
        }
      } catch (InterruptedException _) {
        interrupted = true;
        stopping.cancel();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void takeBuilds() {
    boolean complained = false;
    while (!closing.get()) {
      try {
        Optional<Build> build = claim();
        complained = false;
        if (build.isPresent()) {
          attempts.carryOut(build.get(), stopping);
        }
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        if (!complained) {
          LOG.warn("no builds can be taken at the moment, trying again", e);
          complained = true;
        }
        pause();
      }
    }
  }

  private Optional<Build> claim() throws InterruptedException {
    claiming.add(Thread.currentThread());
    try {
      // Closing may have passed by before it could see this thread here.
      return closing.get() ? Optional.empty() : queue.claim(id, CLAIM_WAIT);
    } finally {
      claiming.remove(Thread.currentThread());
      clearLateInterrupt();
    }
  }

  /** An interrupt that was meant for the claim must not hit the build that it brought. */
  private static void clearLateInterrupt() {
    if (Thread.interrupted()) {
      LOG.debug("interrupted just after a claim");
    }
  }

  private void pause() {
    try {
      if (stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("stopping");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
