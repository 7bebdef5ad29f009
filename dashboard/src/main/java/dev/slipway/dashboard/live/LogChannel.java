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
  private static final int KEPT_LINES = 5000;
  private static final int FULL_FRAME = 250;
  private static final int READ_LINES = 1000;
  private static final int VIEWERS_PER_MILLI = 4;
  private static final int LONGEST_PAUSE_MILLIS = 300;
  private static final Duration PAUSE_AFTER_TROUBLE = Duration.ofSeconds(1);

  private final BuildId id;
  private final Builds builds;
  private final Logs logs;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Subscription subscription;
  private final Thread reader;
  private boolean stale = true;
  private volatile int viewers;
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

  /** Says how many viewers there are now. */
  void seenBy(int viewers) {
    this.viewers = viewers;
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
    LogFrame frame = snapshot.frame(from);
    List<LogLine> lines = frame == null ? logs.read(id, from, limit).lines() : frame.from(from);
    return lines.subList(0, Math.min(limit, lines.size()));
  }

  private void keepFresh() {
    try {
      while (!closed) {
        try {
          awaitStale();
          publish(read());
          // Many viewers are woken less often, each time for more lines.
          TimeUnit.MILLISECONDS.sleep(Math.min(LONGEST_PAUSE_MILLIS, viewers / VIEWERS_PER_MILLI));
        } catch (RuntimeException e) {
          if (closed) {
            return; // the last viewer left, which interrupts reading
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
    List<LogFrame> frames = new ArrayList<>(before == null ? List.of() : before.frames());
    long next = before == null ? Math.max(1, logs.total(id) - KEPT_LINES + 1) : before.total() + 1;
    Logs.Window window;
    do {
      window = logs.read(id, next, READ_LINES);
      if (!window.lines().isEmpty()) {
        add(new LogFrame(window.lines()), frames);
      }
      next += window.lines().size();
    } while (!window.lines().isEmpty() && next <= window.total());
    boolean complete = window.complete() && next > window.total();
    // After the log: a log that is complete belongs to a build whose last word is there.
    Build build = builds.find(id).orElseThrow();
    return new Snapshot(
        version() + 1,
        List.copyOf(frames),
        next - 1,
        complete,
        build.steps(),
        build.state().status());
  }

  /** Makes one of small frames once most viewers have them, and forgets those that are too old. */
  private static void add(LogFrame frame, List<LogFrame> frames) {
    frames.add(frame);
    int old = frames.size() - 4;
    if (old >= 0
        && frames.get(old).lines().size() + frames.get(old + 1).lines().size() <= FULL_FRAME) {
      frames.set(old, frames.get(old).with(frames.remove(old + 1)));
    }
    while (frames.size() > 1 && frame.last() - frames.getFirst().last() >= KEPT_LINES) {
      frames.removeFirst();
    }
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
   * @param frames the newest lines
   * @param total how many lines there are; those of {@code frames} are the last of them
   */
  record Snapshot(
      long version,
      List<LogFrame> frames,
      long total,
      boolean complete,
      List<StepReport> steps,
      BuildState.Status status) {
    /** The one with that line; null where it is too old. */
    @Nullable LogFrame frame(long line) {
      for (int i = frames.size() - 1; i >= 0 && frames.get(i).last() >= line; i--) {
        if (frames.get(i).first() <= line) {
          return frames.get(i);
        }
      }
      return null;
    }

    private boolean tellsMoreThan(Snapshot before) {
      return total != before.total
          || complete != before.complete
          || status != before.status
          || !steps.equals(before.steps);
    }
  }
}
