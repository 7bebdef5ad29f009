package dev.slipway.edge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The requests to held services, in the order in which they arrived: nothing of them is sent, and
 * nothing of their bodies is read. Used on one event loop only.
 */
final class WaitingRoom {
  private final int seats;
  private final long limitNanos;

  /** Since when each waits; the longest first. */
  private final Map<Guest, Long> waiting = new LinkedHashMap<>();

  /** At most so many wait, and none for longer than the limit. */
  WaitingRoom(int seats, Duration limit) {
    this.seats = seats;
    this.limitNanos = limit.toNanos();
  }

  /** A request that waits. */
  interface Guest {
    /** Whether nothing holds it any more. */
    boolean mayGo();

    void go();

    void waitedTooLong();
  }

  /** Whether there was room. */
  boolean enter(Guest guest, long now) {
    if (waiting.size() >= seats) {
      return false;
    }
    waiting.put(guest, now);
    return true;
  }

  /** It went away by itself. */
  void leave(Guest guest) {
    waiting.remove(guest);
  }

  /** Lets go whoever is held no more. */
  void open() {
    List<Guest> free = waiting.keySet().stream().filter(Guest::mayGo).toList();
    free.forEach(waiting::remove);
    free.forEach(Guest::go);
  }

  /** Sends away whoever waited too long. */
  void closeLate(long now) {
    Iterator<Map.Entry<Guest, Long>> entries = waiting.entrySet().iterator();
    List<Guest> late = new ArrayList<>();
    while (entries.hasNext()) {
      Map.Entry<Guest, Long> entry = entries.next();
      if (now - entry.getValue() < limitNanos) {
        break;
      }
      late.add(entry.getKey());
      entries.remove();
    }
    late.forEach(Guest::waitedTooLong);
  }

  /** Sends everybody away. */
  void close() {
    List<Guest> all = List.copyOf(waiting.keySet());
    waiting.clear();
    all.forEach(Guest::waitedTooLong);
  }
}
