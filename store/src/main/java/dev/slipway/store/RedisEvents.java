package dev.slipway.store;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.event.Event;
import dev.slipway.core.event.Events;
import dev.slipway.core.log.Logs.Subscription;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The feed of changes: a stream that the scripts write to, and signals that tell to read on. A
 * subscriber that was cut off reads what it missed, as long as the stream still has it.
 */
public final class RedisEvents implements Events {
  private static final Pattern ID = Pattern.compile("\\d{1,18}(-\\d{1,18})?");
  private static final int AT_ONCE = 100;

  /** For how long signals gather after one was answered: under load they come in crowds. */
  private static final long GATHER_MILLIS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(RedisEvents.class);
  private final Redis redis;
  private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();
  private @Nullable Subscription reading;

  public RedisEvents(Redis redis) {
    this.redis = redis;
  }

  /** All listeners share what is read. */
  @Override
  public synchronized Subscription subscribe(Consumer<Event> listener) {
    if (listeners.isEmpty()) {
      reading = redis.signals().on(Key.EVENTS.toString(), new Reader(newest()));
    }
    // As an object of its own, since the same listener may come twice.
    Consumer<Event> added = event -> tell(listener, event);
    listeners.add(added);
    return () -> forget(added);
  }

  private synchronized void forget(Consumer<Event> listener) {
    if (listeners.remove(listener) && listeners.isEmpty() && reading != null) {
      reading.close();
      reading = null;
    }
  }

  private static void tell(Consumer<Event> listener, Event event) {
    try {
      listener.accept(event);
    } catch (RuntimeException e) {
      LOG.warn("a listener failed on the event {}; it is told the next ones", event.id(), e);
    }
  }

  @Override
  public List<Event> after(String id, int limit) {
    if (!ID.matcher(id).matches()) {
      throw new InvalidValueException(
          "\"" + id + "\" is no event; give the id of one, such as 0-0 for the oldest kept");
    }
    Range<String> range = Range.from(Range.Boundary.excluding(id), Range.Boundary.unbounded());
    return redis
        .call(commands -> commands.xrange(Key.EVENTS.toString(), range, Limit.from(limit)))
        .stream()
        .map(RedisEvents::read)
        .toList();
  }

  private String newest() {
    List<StreamMessage<String, String>> newest =
        redis.call(commands ->
            commands.xrevrange(Key.EVENTS.toString(), Range.unbounded(), Limit.from(1)));
    return newest.isEmpty() ? "0-0" : newest.getFirst().getId();
  }

  private static Event read(StreamMessage<String, String> entry) {
    Map<String, String> body = entry.getBody();
    return new Event(
        entry.getId(),
        body.getOrDefault("type", ""),
        body.getOrDefault("subject", ""),
        body.getOrDefault("status", ""),
        Instant.parse(body.getOrDefault("at", Instant.EPOCH.toString())));
  }

  /** Reads on from where it was; run by one thread at a time. */
  private final class Reader implements Runnable {
    private String last;

    Reader(String last) {
      this.last = last;
    }

    @Override
    public void run() {
      List<Event> more;
      do {
        more = after(last, AT_ONCE);
        for (Event event : more) {
          last = event.id();
          listeners.forEach(listener -> listener.accept(event));
        }
        gather();
      } while (more.size() == AT_ONCE);
    }

    private static void gather() {
      try {
        Thread.sleep(GATHER_MILLIS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
