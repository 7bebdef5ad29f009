package dev.slipway.dashboard.live;

import dev.slipway.core.event.Event;
import dev.slipway.core.event.Events;
import dev.slipway.core.log.Logs.Subscription;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Json;
import dev.slipway.dashboard.http.Outflow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The feed of events, subscribed to once per process and passed on to every browser that follows
 * it. Safe for concurrent use.
 */
public final class EventFeed implements AutoCloseable {
  private static final int BACKLOG = 500;
  private static final int WAITING_AT_MOST = 2000;
  private static final long HEARTBEAT_SECONDS = 15;

  private final Events events;
  private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicInteger viewers = new AtomicInteger();
  private final Subscription subscription;

  public EventFeed(Events events) {
    this.events = events;
    this.subscription =
        events.subscribe(event -> listeners.forEach(listener -> listener.accept(event)));
  }

  /** How many follow it now. */
  public int viewers() {
    return viewers.get();
  }

  /** Calls the listener, which must not block, with every event until closed. */
  Subscription listen(Consumer<Event> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /**
   * Follows the feed as an event stream: from after the event that {@code Last-Event-ID} names, or
   * from now on. A reader too slow to keep up is let go, and comes back to where it was.
   */
  public void follow(Call call, Outflow out) throws IOException, InterruptedException {
    BlockingQueue<Optional<Event>> queue = new LinkedBlockingQueue<>(WAITING_AT_MOST);
    AtomicBoolean overrun = new AtomicBoolean();
    viewers.incrementAndGet();
    try (Subscription _ =
        listen(event -> overrun.compareAndSet(false, !queue.offer(Optional.of(event))))) {
      out.onClose(() -> queue.offer(Optional.empty()));
      EventText.begin(out);
      String last = call.header("Last-Event-ID").orElse("");
      Set<String> sent = last.isEmpty() ? Set.of() : catchUp(last, out);
      while (!out.closed() && !overrun.get()) {
        pass(queue, sent, out);
      }
    } finally {
      viewers.decrementAndGet();
    }
    if (!out.closed()) {
      out.end();
    }
  }

  private Set<String> catchUp(String last, Outflow out) throws IOException, InterruptedException {
    Set<String> sent = new HashSet<>();
    String from = last;
    List<Event> missed;
    do {
      missed = events.after(from, BACKLOG);
      send(missed, out);
      missed.forEach(event -> sent.add(event.id()));
      from = missed.isEmpty() ? from : missed.getLast().id();
    } while (missed.size() == BACKLOG);
    return sent;
  }

  /** Sends what is there. An empty element only wakes: the reader is gone. */
  private static void pass(BlockingQueue<Optional<Event>> queue, Set<String> sent, Outflow out)
      throws IOException, InterruptedException {
    Optional<Event> first = queue.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    if (first == null) {
      EventText.heartbeat(out);
      return;
    }
    List<Optional<Event>> waiting = new ArrayList<>(List.of(first));
    queue.drainTo(waiting);
    List<Event> batch =
        waiting.stream()
            .flatMap(Optional::stream)
            .filter(event -> !sent.contains(event.id()))
            .toList();
    if (!out.closed()) {
      send(batch, out);
    }
  }

  private static void send(List<Event> batch, Outflow out)
      throws IOException, InterruptedException {
    EventText text = new EventText();
    for (Event event : batch) {
      text.add(event.type(), event.id(), View.of(event));
    }
    text.flush(out);
  }

  @Override
  public void close() {
    subscription.close();
  }

  /** An event as the feed tells it. */
  private record View(String id, String type, String subject, String status, String at) {
    static View of(Event event) {
      return new View(
          event.id(),
          event.type(),
          event.subject(),
          event.status(),
          Objects.requireNonNull(Json.time(event.at())));
    }
  }
}
