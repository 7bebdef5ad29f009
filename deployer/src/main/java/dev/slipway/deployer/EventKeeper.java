package dev.slipway.deployer;

import dev.slipway.core.deploy.ContainerEvent;
import dev.slipway.core.deploy.ContainerEvents;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.Target.Feed;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.deploy.Targets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what happens to the containers of every target and has it remembered. A connection that
 * was lost is taken up where it ended, as far as the engine still knows; several may follow the
 * same engine.
 */
public final class EventKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventKeeper.class);
  private static final Duration LOOK = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Targets targets;
  private final ContainerEvents events;
  private final List<Thread> threads = new ArrayList<>();

  public EventKeeper(Targets targets, ContainerEvents events) {
    this.targets = targets;
    this.events = events;
  }

  /** Begins to follow. To be called once. */
  public synchronized void start() {
    for (String name : targets.names()) {
      Optional<Target> target = targets.find(name);
      target.ifPresent(it ->
          threads.add(Thread.ofVirtual().name("events-" + name).start(() -> follow(name, it))));
    }
  }

  private void follow(String name, Target target) {
    // What the engine still has of the time before this start is told again, and is known already.
    Place place = new Place();
    boolean away = false;
    try {
      while (true) {
        try (Feed feed = target.events(place.since, place::take)) {
          away = false;
          while (!feed.awaitEnd(LOOK)) {
            LOG.trace("events of {} are followed", name);
          }
        } catch (TargetException e) {
          if (!away) {
            LOG.warn("events of {} are followed later: {}", name, e.getMessage());
          }
          away = true;
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void close() throws InterruptedException {
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      thread.join();
    }
    threads.clear();
  }

  /** How far the events of a target are remembered. */
  private final class Place {
    private volatile Instant since = Instant.EPOCH;

    void take(ContainerEvent event) {
      events.record(event);
      since = event.at();
    }
  }
}
