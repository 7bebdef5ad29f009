package dev.slipway.dashboard.live;

import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.Target.Feed;
import dev.slipway.core.deploy.Target.Placed;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.dashboard.http.Outflow;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One viewer of the containers of a service: follows those that run, those that join them, and
 * those that the engine started again, of which the first moment may be missing. Used by one
 * thread, but for {@link #tell} and {@link #offer}.
 */
final class ContainerWatch implements AutoCloseable {
  private static final int WAITING_AT_MOST = 1000;
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** Wakes the viewer's thread up. */
  private static final Told NOTHING = new Told("", "");

  private final Target target;
  private final ServiceId service;
  private final Source source;
  private final Outflow out;
  private final BlockingQueue<Told> waiting = new LinkedBlockingQueue<>(WAITING_AT_MOST);
  private final Map<String, Feed> feeds = new HashMap<>();
  private final Set<String> seen = new HashSet<>();
  private Consumer<String> onLeave = _ -> {};
  private boolean begun;
  private volatile boolean closed;

  ContainerWatch(Target target, ServiceId service, Source source, Outflow out) {
    this.target = target;
    this.service = service;
    this.source = source;
    this.out = out;
  }

  /** Calls the listener with the id of each container that is not followed any more. */
  void onLeave(Consumer<String> listener) {
    onLeave = listener;
  }

  /** Sends what the containers tell until the viewer is gone. */
  void run() throws TargetException, IOException, InterruptedException {
    out.onClose(() -> offer(NOTHING));
    look();
    EventText.begin(out);
    begun = true;
    long looked = System.nanoTime();
    long sent = looked;
    while (!out.closed()) {
      boolean passed = pass();
      long now = System.nanoTime();
      if (now - looked >= LOOK_AGAIN.toNanos()) {
        lookAgain();
        looked = now;
      }
      if (passed) {
        sent = now;
      } else if (now - sent >= HEARTBEAT.toNanos()) {
        // An event, so that a browser can tell a quiet stream from a dead one.
        new EventText().add("beat", null, Map.of()).flush(out);
        sent = now;
      }
    }
  }

  /** Whether the viewer has had what was there when they came. */
  boolean begun() {
    return begun;
  }

  /** How many lines of a container to begin with that was not there at first. */
  int linesOf(Instance joined) {
    return seen.contains(joined.id()) ? 0 : Integer.MAX_VALUE;
  }

  /** Hands over an event, and waits until there is room for it or the viewer is gone. */
  void tell(String event, Object data) {
    Told told = new Told(event, data);
    try {
      boolean taken = false;
      while (!taken && !closed) {
        taken = waiting.offer(told, LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Hands over an event if there is room for it. */
  void offer(String event, Object data) {
    offer(new Told(event, data));
  }

  private void offer(Told told) {
    // Where there is no room, the viewer's thread is awake, and other figures come soon.
    boolean _ = waiting.offer(told);
  }

  private boolean pass() throws IOException, InterruptedException {
    Told first = waiting.poll(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    if (first == null) {
      return false;
    }
    List<Told> batch = new ArrayList<>(List.of(first));
    waiting.drainTo(batch);
    EventText text = new EventText();
    for (Told told : batch) {
      if (!told.equals(NOTHING)) {
        text.add(told.event(), null, told.data());
      }
    }
    if (!out.closed()) {
      text.flush(out);
    }
    return true;
  }

  private void lookAgain() throws InterruptedException {
    try {
      look();
    } catch (TargetException _) {
      // The feeds that there are may go on; the next look may succeed.
    }
  }

  private void look() throws TargetException, InterruptedException {
    Map<String, Instance> running = new HashMap<>();
    for (Placed placed : target.containers(service)) {
      if (placed.running()) {
        running.put(placed.instance().id(), placed.instance());
      }
    }
    for (String id : List.copyOf(feeds.keySet())) {
      @Nullable Feed feed = feeds.get(id);
      // Not before its end: what it wrote last may still be on its way.
      if (feed != null && feed.awaitEnd(Duration.ZERO)) {
        leave(id, feed);
      }
    }
    for (Instance instance : running.values()) {
      if (!feeds.containsKey(instance.id())) {
        feeds.put(instance.id(), source.follow(target, instance, this));
        seen.add(instance.id());
      }
    }
  }

  private void leave(String id, Feed feed) {
    feeds.remove(id);
    feed.close();
    onLeave.accept(id);
  }

  @Override
  public void close() {
    closed = true;
    Map.copyOf(feeds).forEach(this::leave);
  }

  /** Begins to follow one container. */
  interface Source {
    Feed follow(Target target, Instance instance, ContainerWatch viewer) throws TargetException;
  }

  private record Told(String event, Object data) {}
}
