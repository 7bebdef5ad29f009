package dev.slipway.dashboard.access;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the API calls of each caller and each address, minute by minute, in this process. Safe for
 * concurrent use.
 */
public final class RateLimits {
  private static final long WINDOW_MILLIS = 60_000;

  /** Several people may share an address, and one person several tokens. */
  private static final int CALLERS_PER_ADDRESS = 5;

  private final int callsPerMinute;
  private final Clock clock;
  private volatile Window window = new Window(0);

  public RateLimits(int callsPerMinute, Clock clock) {
    this.callsPerMinute = callsPerMinute;
    this.clock = clock;
  }

  /** Counts a call of somebody who is known. */
  Standing ofCaller(String id) {
    return take("caller " + id, callsPerMinute);
  }

  /** Counts a call from an address, before it is known who calls. */
  Standing ofAddress(String address) {
    return take("address " + address, callsPerMinute * CALLERS_PER_ADDRESS);
  }

  private Standing take(String who, int limit) {
    long now = clock.millis();
    Window current = current(now / WINDOW_MILLIS);
    int taken = current.counts.computeIfAbsent(who, _ -> new AtomicInteger()).incrementAndGet();
    long left = WINDOW_MILLIS - now % WINDOW_MILLIS;
    return new Standing(limit, limit - taken, (left + 999) / 1000);
  }

  private Window current(long number) {
    Window current = window;
    if (current.number == number) {
      return current;
    }
    synchronized (this) {
      if (window.number != number) {
        window = new Window(number);
      }
      return window;
    }
  }

  /**
   * What is left of a minute's calls.
   *
   * @param remaining below zero for a call that is one too many
   * @param resetSeconds until all calls are there again
   */
  record Standing(int limit, int remaining, long resetSeconds) {
    boolean exceeded() {
      return remaining < 0;
    }
  }

  private record Window(long number, Map<String, AtomicInteger> counts) {
    Window(long number) {
      this(number, new ConcurrentHashMap<>());
    }
  }
}
