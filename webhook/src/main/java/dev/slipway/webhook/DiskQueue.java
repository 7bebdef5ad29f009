package dev.slipway.webhook;

import dev.slipway.core.StoreUnavailableException;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deliveries that wait in the {@link Spool} for the store, and the thread that brings them there:
 * in their order, as soon as it answers, also those of a run before this one. A crash between
 * storing one and deleting its file is harmless, since the store knows its id. Safe for concurrent
 * use.
 */
final class DiskQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DiskQueue.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Spool spool;
  private final StoreDelivery storeDelivery;
  private final RememberedRepositories repositories;
  private final Semaphore wake = new Semaphore(0);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread carrier;
  private volatile boolean storeIsAway;

  private DiskQueue(Spool spool, StoreDelivery storeDelivery, RememberedRepositories repositories) {
    this.spool = spool;
    this.storeDelivery = storeDelivery;
    this.repositories = repositories;
    this.carrier = Thread.ofVirtual().name("disk-queue").unstarted(this::carry);
  }

  /** Begins with what is there. */
  static DiskQueue start(
      Spool spool, StoreDelivery storeDelivery, RememberedRepositories repositories) {
    DiskQueue queue = new DiskQueue(spool, storeDelivery, repositories);
    queue.carrier.start();
    return queue;
  }

  /**
   * Whether what comes of this repository has to wait here: behind its own, or, while the store is
   * known to be away, since asking it would only take time.
   */
  boolean isBefore(RepositoryId repository) {
    return storeIsAway || spool.holds(repository);
  }

  /** The store did not take what is added next. */
  void noteThatStoreIsAway() {
    storeIsAway = true;
  }

  /**
   * Keeps it on disk; one that is there already is not kept again.
   *
   * @throws NotStoredException when the disk is full, or what is set apart of it for this
   */
  Answer add(Delivery delivery) throws NotStoredException {
    try {
      Spool.Kept kept = spool.add(delivery);
      return new Answer.KeptOnDisk(kept.id(), kept.before());
    } catch (IOException e) {
      throw new NotStoredException(
          "a delivery of "
              + delivery.repository()
              + " can be kept neither in the store nor on disk: "
              + e.getMessage(),
          e);
    } finally {
      wake.release(); // also when it was not kept, so that the store is tried again
    }
  }

  private void carry() {
    try {
      while (closing.getCount() > 0) {
        Optional<Spool.Entry> first = spool.first();
        if (first.isEmpty()) {
          storeIsAway = false;
          wake.acquire();
          wake.drainPermits();
        } else if (!carried(first.get())) {
          // Closed or not, the loop's own condition says how to go on.
          var _ = closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** False when the store is away, so that this one has to be tried again. */
  private boolean carried(Spool.Entry entry) {
    try {
      store(ReadAgain.orNote(spool.read(entry)));
      storeIsAway = false;
      spool.remove(entry);
    } catch (StoreUnavailableException e) {
      if (!storeIsAway) {
        LOG.warn("Deliveries wait on disk: {}", e.getMessage());
      }
      storeIsAway = true;
      return false;
    } catch (IOException | RuntimeException e) {
      if (closing.getCount() == 0) {
        return false;
      }
      Spool.warnOf(spool.setAside(entry), e);
    }
    return true;
  }

  private void store(Undecided undecided) {
    Optional<Repository> repository = repositories.ask(undecided.draft().repositoryId());
    if (repository.isPresent()) {
      storeDelivery.store(undecided, repository.get());
    } else {
      storeDelivery.storeWithoutRepository(undecided);
    }
  }

  /** What is still there is brought to the store by the next run. */
  @Override
  public void close() throws InterruptedException {
    closing.countDown();
    carrier.interrupt();
    carrier.join();
  }
}
