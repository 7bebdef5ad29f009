package dev.slipway.builder;

import dev.slipway.core.log.LogLine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lines on their way to the store: bounded in memory, handed out in batches. One thread takes, any
 * number add. Who adds while it is full waits, so that a chatty build is slowed down and not lost.
 */
final class LogBatch {
  static final int MOST_LINES = 256;
  static final int MOST_CHARS = 16 * 1024;
  static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(15);

  private static final int OVERHEAD = 100;

  private final long capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<LogLine> waiting = new ArrayDeque<>();
  private long chars;
  private boolean woken;
  private boolean closed;

  /**
   * An empty one.
   *
   * @param capacity in characters, with something for each line
   */
  LogBatch(long capacity) {
    this.capacity = capacity;
  }

  /** Numbers a line and queues it; false when nobody takes lines any more. */
  boolean add(Numbering numbering) {
    lock.lock();
    try {
      while (chars >= capacity && !closed) {
        changed.awaitUninterruptibly();
      }
      if (closed) {
        return false;
      }
      LogLine line = numbering.next();
      waiting.addLast(line);
      chars += weight(line);
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Makes {@link #take} return without waiting for more. */
  void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more lines; those that wait can still be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean drained() {
    lock.lock();
    try {
      return closed && waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** The next lines: as soon as there are many, or shortly after the first; may be empty. */
  List<LogLine> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty() && !woken && !closed) {
        changed.await();
      }
      long left = LONGEST_WAIT_NANOS;
      while (waiting.size() < MOST_LINES && chars < MOST_CHARS && !woken && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      woken = false;
      return next();
    } finally {
      lock.unlock();
    }
  }

  private List<LogLine> next() {
    List<LogLine> batch = new ArrayList<>();
    long taken = 0;
    while (!waiting.isEmpty() && batch.size() < MOST_LINES && taken < MOST_CHARS) {
      LogLine line = waiting.removeFirst();
      taken += weight(line);
      batch.add(line);
    }
    chars -= taken;
    changed.signalAll();
    return batch;
  }

  private static long weight(LogLine line) {
    return (long) line.text().length() + OVERHEAD;
  }

  /** Gives a line its number; called in the order in which lines are queued. */
  @FunctionalInterface
  interface Numbering {
    LogLine next();
  }
}
