package dev.slipway.webhook;

import dev.slipway.core.StoreUnavailableException;
import dev.slipway.core.event.Event;
import dev.slipway.core.event.Events;
import dev.slipway.core.log.Logs.Subscription;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Repositories;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The repositories as this process last saw them, so that a webhook is proved without a way to the
 * store, and while the store is away. Read anew when the feed tells of a change, and every few
 * seconds for what the feed did not tell. Safe for concurrent use.
 */
public final class RememberedRepositories implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RememberedRepositories.class);
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final Repositories store;
  private final Semaphore wanted = new Semaphore(0);
  private final Thread reader;
  private final Subscription feed;
  private volatile Known known;

  private RememberedRepositories(Repositories store, Events events) {
    this.store = store;
    this.known = Known.of(store.all());
    this.feed = events.subscribe(this::told);
    this.reader = Thread.ofVirtual().name("remembered-repositories").unstarted(this::keepReading);
  }

  /** Reads all of them, and keeps them fresh until closed. */
  public static RememberedRepositories of(Repositories store, Events events) {
    RememberedRepositories remembered = new RememberedRepositories(store, events);
    remembered.reader.start();
    return remembered;
  }

  /** All that are remembered, in no order. */
  public List<Repository> all() {
    return List.copyOf(known.byId.values());
  }

  Optional<Repository> remembered(RepositoryId id) {
    return Optional.ofNullable(known.byId.get(id));
  }

  Optional<Repository> remembered(Forge forge, RepositoryName name) {
    return Optional.ofNullable(known.byName.get(new FullName(forge, name)));
  }

  /** As the store has it now. */
  Optional<Repository> ask(RepositoryId id) {
    return noted(store.find(id));
  }

  /** As the store has it now. */
  Optional<Repository> ask(Forge forge, RepositoryName name) {
    return noted(store.find(forge, name));
  }

  /** One that is not remembered, or with other secrets: time to read them all. */
  private Optional<Repository> noted(Optional<Repository> found) {
    if (found.isPresent() && !Secrets.same(found, remembered(found.get().id()))) {
      wanted.release();
    }
    return found;
  }

  private void told(Event event) {
    if (event.type().equals("repository")) {
      wanted.release();
    }
  }

  private void keepReading() {
    boolean failed = false;
    try {
      while (true) {
        // Asked for or not, the next step is the same: to read.
        var _ = wanted.tryAcquire(INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        wanted.drainPermits();
        failed = !read(failed);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean read(boolean failedBefore) {
    try {
      known = Known.of(store.all());
      return true;
    } catch (StoreUnavailableException e) {
      if (!failedBefore) {
        LOG.warn(
            "The repositories cannot be read; webhooks are proved by what is remembered of them: {}",
            e.getMessage());
      }
      return false;
    }
  }

  @Override
  public void close() {
    feed.close();
    reader.interrupt();
  }

  private record FullName(Forge forge, RepositoryName name) {}

  private record Known(Map<RepositoryId, Repository> byId, Map<FullName, Repository> byName) {
    static Known of(List<Repository> all) {
      Map<RepositoryId, Repository> byId = new HashMap<>();
      Map<FullName, Repository> byName = new HashMap<>();
      for (Repository repository : all) {
        byId.put(repository.id(), repository);
        byName.put(new FullName(repository.forge(), repository.name()), repository);
      }
      return new Known(byId, byName);
    }
  }
}
