package dev.slipway.dashboard.live;

import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.Builds;
import dev.slipway.core.build.StepReport;
import dev.slipway.core.log.LogLine;
import dev.slipway.core.log.Logs;
import dev.slipway.core.log.Logs.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all viewers of one build share: one subscription, one reader, and the newest lines in
 * memory, so that a thousand viewers cost the store as much as one. Safe for concurrent use.
 */
final class LogChannel implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogChannel.class);
  private static final int KEPT_LINES = 2000;
  private static final int READ_LINES = 1000;
  private static final Duration PAUSE_AFTER_TROUBLE = Duration.ofSeconds(1);

  private final BuildId id;
  private final Builds builds;
  private final Logs logs;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Subscription subscription;
  private final Thread reader;
  private boolean stale = true;
  private volatile boolean closed;
  private volatile @Nullable Snapshot newest;

  LogChannel(BuildId id, Builds builds, Logs logs) {
    this.id = id;
    this.builds = builds;
    this.logs = logs;
    // Subscribed before the first read: what is added between the two makes the snapshot stale.
    this.subscription = logs.follow(id, this::markStale);
    this.reader = Thread.ofVirtual().name("log-" + id).start(this::keepFresh);
  }

  /** Says that log or build changed; returns at once. */
  void markStale() {
    lock.lock();
    try {
      stale = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a snapshot newer than the version seen; 0 for any.
   *
   * @param enough ends the wait early; looked at when something is signalled
   * @return null when there was none in time
   */
  @Nullable Snapshot await(long seen, Duration wait, BooleanSupplier enough)
      throws InterruptedException {
    long left = wait.toNanos();
    lock.lock();
    try {
      while (version() == seen && !closed && !enough.getAsBoolean() && left > 0) {
        left = changed.awaitNanos(left);
      }
      return version() == seen ? null : newest;
    } finally {
      lock.unlock();
    }
  }

  private long version() {
    return newest == null ? 0 : newest.version();
  }

  /** Lines from number {@code from} on, out of memory where possible. */
  List<LogLine> lines(Snapshot snapshot, long from, int limit) {
    List<LogLine> tail = snapshot.tail();
    if (tail.isEmpty() || from < tail.getFirst().number()) {
      return logs.read(id, from, limit).lines();
    }
    int start = Math.toIntExact(from - tail.getFirst().number());
    int end = Math.min(tail.size(), start + limit);
    return start < end ? tail.subList(start, end) : List.of();
  }

  private void keepFresh() {
    try {
      while (!closed) {
        try {
          awaitStale();
          publish(read());
        } catch (RuntimeException e) {
          if (closed) {
            return; // The last viewer left while something was read for it.
          }
          LOG.warn("Cannot read the log of build {} for its viewers; trying again", id, e);
          TimeUnit.NANOSECONDS.sleep(PAUSE_AFTER_TROUBLE.toNanos());
          markStale();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitStale() throws InterruptedException {
    lock.lock();
    try {
      while (!stale && !closed) {
        changed.await();
      }
      stale = false;
    } finally {
      lock.unlock();
    }
  }

  private Snapshot read() {
    Snapshot before = newest;
    List<LogLine> tail = new ArrayList<>(before == null ? List.of() : before.tail());
    long next = before == null ? Math.max(1, logs.total(id) - KEPT_LINES + 1) : before.total() + 1;
    Logs.Window window;
    do {
      window = logs.read(id, next, READ_LINES);
      tail.addAll(window.lines());
      next += window.lines().size();
    } while (!window.lines().isEmpty() && next <= window.total());
    if (tail.size() > KEPT_LINES) {
      tail = tail.subList(tail.size() - KEPT_LINES, tail.size());
    }
    boolean complete = window.complete() && next > window.total();
    // After the log: a log that is complete belongs to a build whose last word is there.
    Build build = builds.find(id).orElseThrow();
    return new Snapshot(
        version() + 1,
        List.copyOf(tail),
        next - 1,
        complete,
        build.steps(),
        build.state().status());
  }

  private void publish(Snapshot snapshot) {
    lock.lock();
    try {
      if (newest == null || snapshot.tellsMoreThan(newest)) {
        newest = snapshot;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    subscription.close();
    markStale();
    reader.interrupt();
  }

  /**
   * Log and steps at one time.
   *
   * @param version counts from 1
   * @param tail the newest lines
   * @param total how many lines there are; those of {@code tail} are the last of them
   */
  record Snapshot(
      long version,
      List<LogLine> tail,
      long total,
      boolean complete,
      List<StepReport> steps,
      BuildState.Status status) {
    private boolean tellsMoreThan(Snapshot before) {
      return total != before.total
          || complete != before.complete
          || status != before.status
          || !steps.equals(before.steps);
    }
  }
}
