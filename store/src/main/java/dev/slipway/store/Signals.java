package dev.slipway.store;

import dev.slipway.core.StoreUnavailableException;
import dev.slipway.core.log.Logs.Subscription;
import io.lettuce.core.RedisException;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes whoever waits for something to change. A signal carries nothing: the woken one reads what
 * there is, so signals may be merged, and the one that follows every reconnect makes up for those
 * that were missed. Safe for concurrent use.
 */
final class Signals implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
  private final StatefulRedisPubSubConnection<String, String> connection;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, List<Listener>> listeners = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();

  private Signals(StatefulRedisPubSubConnection<String, String> connection) {
    this.connection = connection;
  }

  static Signals over(StatefulRedisPubSubConnection<String, String> connection) {
    Signals signals = new Signals(connection);
    connection.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String channel, String message) {
            signals.wake(channel);
          }

          @Override
          public void subscribed(String channel, long count) {
            signals.wake(channel);
          }
        });
    return signals;
  }

  /**
   * Runs {@code onSignal} after each signal on the channel, never twice at the same time, until
   * closed. What is published after this call has returned is signalled.
   */
  Subscription on(String channel, Runnable onSignal) {
    Listener listener = new Listener(channel, onSignal);
    lock.lock();
    try {
      List<Listener> others = listeners.getOrDefault(channel, List.of());
      if (others.isEmpty()) {
        connection.sync().subscribe(channel);
      }
      List<Listener> all = new ArrayList<>(others);
      all.add(listener);
      listeners.put(channel, List.copyOf(all));
    } catch (RedisException e) {
      throw new StoreUnavailableException(
          "cannot listen on " + channel + " while Redis is away; try again once it is back", e);
    } finally {
      lock.unlock();
    }
    return () -> forget(listener);
  }

  private void forget(Listener listener) {
    lock.lock();
    try {
      List<Listener> rest = new ArrayList<>(listeners.getOrDefault(listener.channel, List.of()));
      if (!rest.remove(listener)) {
        return;
      }
      listener.closed = true;
      if (rest.isEmpty()) {
        listeners.remove(listener.channel);
        // Should it fail, signals arrive that nobody listens to.
        var _ = connection.async().unsubscribe(listener.channel);
      } else {
        listeners.put(listener.channel, List.copyOf(rest));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Called on the connection's own thread, which must not wait for anything. */
  private void wake(String channel) {
    listeners.getOrDefault(channel, List.of()).forEach(Listener::signal);
  }

  @Override
  public void close() {
    connection.close();
    threads.shutdownNow();
  }

  /** One interest; merges the signals that come while it is busy. */
  private final class Listener {
    private final String channel;
    private final Runnable onSignal;
    private final AtomicInteger pending = new AtomicInteger();
    private volatile boolean closed;

    Listener(String channel, Runnable onSignal) {
      this.channel = channel;
      this.onSignal = onSignal;
    }

    void signal() {
      if (pending.getAndIncrement() == 0) {
        threads.execute(this::run);
      }
    }

    private void run() {
      int seen;
      do {
        seen = pending.get();
        if (closed) {
          return;
        }
        try {
          onSignal.run();
        } catch (RuntimeException e) {
          LOG.warn("a listener on {} failed; it is called again with the next signal", channel, e);
        }
      } while (!pending.compareAndSet(seen, 0));
    }
  }
}
