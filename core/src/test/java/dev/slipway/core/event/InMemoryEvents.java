package dev.slipway.core.event;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.log.Logs.Subscription;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** The feed of changes in memory, for tests; others publish to it. */
public final class InMemoryEvents implements Events {
  private final Clock clock;
  private final List<Event> all = new ArrayList<>();
  private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();

  public InMemoryEvents(Clock clock) {
    this.clock = clock;
  }

  public synchronized void publish(String type, String subject, String status) {
    Event event = new Event("0-" + (all.size() + 1), type, subject, status, clock.instant());
    all.add(event);
    listeners.forEach(listener -> listener.accept(event));
  }

  @Override
  public synchronized Subscription subscribe(Consumer<Event> listener) {
    ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
    Consumer<Event> queued = event -> thread.execute(() -> listener.accept(event));
    listeners.add(queued);
    return () -> {
      listeners.remove(queued);
      thread.shutdown();
    };
  }

  @Override
  public synchronized List<Event> after(String id, int limit) {
    if (!id.matches("\\d{1,9}-\\d{1,9}")) {
      throw new InvalidValueException("\"" + id + "\" is no event");
    }
    int seen = Integer.parseInt(id.substring(id.indexOf('-') + 1));
    return all.stream().skip(seen).limit(limit).toList();
  }
}
