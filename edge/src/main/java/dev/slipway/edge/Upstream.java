package dev.slipway.edge;

import dev.slipway.core.deploy.Instance;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An instance that requests go to, or still are at. Shared by all event loops; safe for concurrent
 * use.
 */
final class Upstream {
  private final Instance instance;
  private final Runnable onDrained;
  private final AtomicInteger open = new AtomicInteger();
  private volatile boolean retired;
  private volatile long refusedAt;
  private volatile boolean refused;

  /** {@code onDrained} is called when a retired one has nothing left to finish. */
  Upstream(Instance instance, Runnable onDrained) {
    this.instance = instance;
    this.onDrained = onDrained;
  }

  Instance instance() {
    return instance;
  }

  /** Requests and tunnels that are at it now. */
  int open() {
    return open.get();
  }

  void enter() {
    open.incrementAndGet();
  }

  void leave() {
    if (open.decrementAndGet() == 0 && retired) {
      onDrained.run();
    }
  }

  /** Whether no route gives it requests any more. */
  boolean retired() {
    return retired;
  }

  void retired(boolean now) {
    retired = now;
  }

  /** Remembers that it let nobody in. */
  void refused(long nanos) {
    refusedAt = nanos;
    refused = true;
  }

  /** Whether it let nobody in within the given time. */
  boolean refusedWithin(long nanos, long now) {
    return refused && now - refusedAt < nanos;
  }

  @Override
  public String toString() {
    return instance.toString();
  }
}
