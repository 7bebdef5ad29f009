package dev.slipway.cli.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An open event stream. It is read by a thread of its own, so that the reader of events can tell a
 * server that is silent from one that is gone.
 */
public final class EventStream implements AutoCloseable {
  private static final int EVENTS_AHEAD = 4096;

  private final InputStream in;
  private final BlockingQueue<Arrival> arrivals = new ArrayBlockingQueue<>(EVENTS_AHEAD);
  private final Thread reader;

  EventStream(InputStream in) {
    this.in = in;
    this.reader = Thread.ofVirtual().name("event-stream").start(this::read);
  }

  /**
   * Waits for the next event.
   *
   * @return null when none came in time
   * @throws Unreachable when the connection ended
   */
  public @Nullable ServerEvent next(Duration wait) {
    try {
      Arrival arrival = arrivals.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
      return switch (arrival) {
        case null -> null;
        case Arrival.Event(ServerEvent event) -> event;
        case Arrival.End(String why) ->
            throw new Unreachable("the connection to Slipway ended: " + why, "");
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("interrupted while waiting for events", "");
    }
  }

  /** Whether more is here already, so that output may wait for it. */
  public boolean hasMore() {
    return !arrivals.isEmpty();
  }

  private void read() {
    try {
      String why = "the server closed it";
      try (var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        EventParser parser = new EventParser();
        String line;
        while ((line = lines.readLine()) != null) {
          ServerEvent event = parser.line(line);
          if (event != null) {
            arrivals.put(new Arrival.Event(event));
          }
        }
      } catch (IOException e) {
        why = String.valueOf(e.getMessage());
      }
      arrivals.put(new Arrival.End(why));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // closed; nobody wants to hear more
    }
  }

  @Override
  public void close() {
    reader.interrupt();
    try {
      in.close();
    } catch (IOException _) {
      // The connection is given up either way.
    }
  }

  private sealed interface Arrival {
    record Event(ServerEvent event) implements Arrival {}

    record End(String why) implements Arrival {}
  }
}
