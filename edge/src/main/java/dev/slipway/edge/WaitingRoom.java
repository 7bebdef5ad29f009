package dev.slipway.edge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The requests to held services, in the order in which they arrived: nothing of them is sent, and
 * nothing of their bodies is read. Used on one event loop only, but for {@link #size}.
 */
final class WaitingRoom {
  private final int seats;
  private final long limitNanos;

  /** Since when each waits; the longest first. */
  private final Map<Guest, Long> waiting = new LinkedHashMap<>();

  private volatile int size;

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

  /** How many wait. */
  int size() {
    return size;
  }

  /** Whether there was room. */
  boolean enter(Guest guest, long now) {
    if (waiting.size() >= seats) {
      return false;
    }
    waiting.put(guest, now);
    size = waiting.size();
    return true;
  }

  /** It went away by itself. */
  void leave(Guest guest) {
    waiting.remove(guest);
    size = waiting.size();
  }

  /** Lets go whoever is held no more. */
  void open() {
    List<Guest> free = waiting.keySet().stream().filter(Guest::mayGo).toList();
    free.forEach(this::leave);
    free.forEach(Guest::go);
  }

  /** Sends away whoever waited too long. */
  void closeLate(long now) {
    List<Guest> late = new ArrayList<>();
    for (Map.Entry<Guest, Long> entry : waiting.entrySet()) {
      if (now - entry.getValue() < limitNanos) {
        break;
      }
      late.add(entry.getKey());
    }
    sendAway(late);
  }

  /** Sends everybody away. */
  void close() {
    sendAway(List.copyOf(waiting.keySet()));
  }

  private void sendAway(List<Guest> guests) {
    guests.forEach(this::leave);
    guests.forEach(Guest::waitedTooLong);
  }
}
