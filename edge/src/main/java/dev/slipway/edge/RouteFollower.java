package dev.slipway.edge;

import dev.slipway.core.deploy.Route;
import dev.slipway.core.deploy.Routes;
import dev.slipway.core.deploy.Routes.Counted;
import dev.slipway.core.log.Logs.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the store's routes to the edge and the edge's reports to the store. Each of the three
 * works has a virtual thread of its own, so that a store that hangs delays nothing but what needs
 * it.
 */
final class RouteFollower {
  private static final Duration AFTER_FAILURE = Duration.ofMillis(500);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(RouteFollower.class);

  private final Routes routes;
  private final Reports reports;
  private final RoutesFile file;
  private final Applier applier;
  private final BlockingQueue<List<Route>> arrived = new LinkedBlockingQueue<>();
  private final AtomicBoolean storeSpoke = new AtomicBoolean();
  private final Semaphore somethingToTell = new Semaphore(0);
  private final Thread following;
  private final Thread applying;
  private final Thread reporting;
  private volatile @Nullable Subscription subscription;
  private volatile boolean closed;

  RouteFollower(Routes routes, String edge, RoutesFile file, Applier applier) {
    this.routes = routes;
    this.reports = new Reports(routes, edge, applier);
    this.file = file;
    this.applier = applier;
    this.following = Thread.ofVirtual().name("edge-follow").unstarted(this::follow);
    this.applying = Thread.ofVirtual().name("edge-apply").unstarted(this::applyAll);
    this.reporting = Thread.ofVirtual().name("edge-report").unstarted(this::reportAll);
  }

  /** What the edge does with routes, and what it says about them. */
  interface Applier {
    /** Returns when no request can be sent by an earlier table any more. */
    void apply(List<Route> all) throws InterruptedException;

    /** The version of the routes that were applied last. */
    long version();

    Map<String, Integer> draining();

    /** What was counted of the releases that had requests lately. */
    List<Counted> counted();

    /** Whether somebody may wait for the counts, because several releases share requests. */
    boolean shared();
  }

  void start() {
    following.start();
    applying.start();
    reporting.start();
  }

  /** Asks for a report at once. */
  void tell() {
    somethingToTell.release();
  }

  private void follow() {
    boolean said = false;
    while (!closed) {
      try {
        Subscription fresh = routes.follow(this::arrived);
        subscription = fresh;
        List<Route> now = routes.all();
        // What the listener was told meanwhile is newer.
        if (!storeSpoke.get()) {
          arrived.add(now);
        }
        if (closed) {
          fresh.close();
        }
        return;
      } catch (RuntimeException e) {
        closeSubscription();
        if (!said) {
          LOG.warn(
              "The store does not give out routes ({}); the edge serves by those it knows and asks"
                  + " again until it does.",
              e.getMessage());
          said = true;
        }
        if (!pause(AFTER_FAILURE)) {
          return;
        }
      }
    }
  }

  private void arrived(List<Route> all) {
    storeSpoke.set(true);
    arrived.add(all);
  }

  private void applyAll() {
    try {
      while (!closed) {
        List<Route> newest = arrived.take();
        for (List<Route> next = arrived.poll(); next != null; next = arrived.poll()) {
          newest = next;
        }
        if (!closed && !emptied(newest)) {
          applier.apply(newest);
          save(newest);
          tell();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Routes are replaced, never taken back: a store that has none any more has lost them. */
  private boolean emptied(List<Route> told) {
    if (!told.isEmpty() || applier.version() == 0) {
      return false;
    }
    LOG.error(
        "The store has lost all routes; the edge keeps those it knows. Restore Redis from its"
            + " backup, or roll every service out again.");
    return true;
  }

  private void save(List<Route> all) {
    try {
      file.save(all);
    } catch (IOException e) {
      LOG.error(
          "The routes could not be saved ({}). The edge goes on, but after a restart it needs the"
              + " store: check free space and rights of its data directory.",
          e.toString());
    }
  }

  private void reportAll() {
    boolean failing = false;
    Duration next = Duration.ZERO;
    while (waitUpTo(next)) {
      try {
        next = reports.tell();
        if (failing) {
          LOG.info("The store takes this edge's reports again.");
        }
        failing = false;
      } catch (RuntimeException e) {
        if (!failing) {
          LOG.warn(
              "The store does not take this edge's reports ({}); rollouts wait until it does.",
              e.getMessage());
        }
        failing = true;
        next = AFTER_FAILURE;
      }
    }
  }

  private boolean waitUpTo(Duration limit) {
    try {
      if (somethingToTell.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        somethingToTell.drainPermits();
        reports.hurry();
      }
      return !closed;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean pause(Duration limit) {
    try {
      Thread.sleep(limit);
      return !closed;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void closeSubscription() {
    Subscription open = subscription;
    if (open != null) {
      open.close();
      subscription = null;
    }
  }

  /** Ends all three; what was applied is saved when this returns. */
  void close() throws InterruptedException {
    closed = true;
    closeSubscription();
    following.interrupt();
    reporting.interrupt();
    // Not interrupted but woken up, since that would close the file that it may be writing.
    arrived.add(List.of());
    applying.join(CLOSE_LIMIT);
  }
}
