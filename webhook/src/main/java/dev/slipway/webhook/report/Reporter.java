package dev.slipway.webhook.report;

import dev.slipway.core.StoreUnavailableException;
import dev.slipway.core.report.Report;
import dev.slipway.core.report.Reports;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes reports as they become due and tells each on a thread of its own. Any number of processes
 * can do so at the same time: {@link Reports} keeps what must be told in order apart.
 */
public final class Reporter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);

  /** Enough for thirty slow forges; a report that waits for an answer costs next to nothing. */
  private static final int AT_ONCE = 30 * Reports.AT_ONCE;

  private static final Duration WAIT = Duration.ofSeconds(5);
  private static final Duration WHILE_AWAY = Duration.ofSeconds(1);
  private static final Duration TO_FINISH = Duration.ofSeconds(10);

  private final Reports reports;
  private final TellForge tellForge;
  private final Duration renewEvery;
  private final Semaphore slots = new Semaphore(AT_ONCE);
  private final Set<Report> held = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread taking = Thread.ofVirtual().name("reports").unstarted(this::takeAll);
  private final Thread renewing =
      Thread.ofVirtual().name("report leases").unstarted(this::renewAll);

  Reporter(Reports reports, TellForge tellForge, Duration renewEvery) {
    this.reports = reports;
    this.tellForge = tellForge;
    this.renewEvery = renewEvery;
  }

  /** Starts to tell whatever is due, until closed. */
  public static Reporter start(Reports reports, TellForge tellForge) {
    Reporter reporter = new Reporter(reports, tellForge, Reports.LEASE.dividedBy(3));
    reporter.start();
    return reporter;
  }

  void start() {
    taking.start();
    renewing.start();
  }

  private void takeAll() {
    while (closing.getCount() > 0) {
      try {
        takeOne();
      } catch (StoreUnavailableException e) {
        if (pause(WHILE_AWAY)) {
          LOG.warn("what forges are to be told waits: {}", e.getMessage());
        }
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        LOG.error("failed to take a report; tries again", e);
        pause(WHILE_AWAY);
      }
    }
  }

  private void takeOne() throws InterruptedException {
    slots.acquire();
    boolean taken = false;
    try {
      Optional<Report> next = reports.claim(WAIT);
      if (next.isPresent()) {
        Report report = next.get();
        held.add(report);
        threads.execute(() -> tell(report));
        taken = true;
      }
    } finally {
      if (!taken) {
        slots.release();
      }
    }
  }

  private void tell(Report report) {
    try {
      tellForge.tell(report);
    } catch (StoreUnavailableException e) {
      LOG.warn("{} is told again once its lease ran out: {}", report.subject(), e.getMessage());
    } finally {
      held.remove(report);
      slots.release();
    }
  }

  private void renewAll() {
    while (pause(renewEvery)) {
      for (Report report : held) {
        try {
          if (!reports.renew(report) && held.contains(report)) {
            LOG.warn("lost the lease of {} while telling it", report.subject());
          }
        } catch (StoreUnavailableException e) {
          LOG.warn("cannot keep the lease of {}: {}", report.subject(), e.getMessage());
        }
      }
    }
  }

  /** Waits; false when this is being closed. */
  private boolean pause(Duration span) {
    try {
      return !closing.await(span.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Takes nothing any more, and lets what is being told come to its end for a moment. */
  @Override
  public void close() throws InterruptedException {
    closing.countDown();
    taking.interrupt();
    taking.join();
    threads.shutdown();
    if (!threads.awaitTermination(TO_FINISH.toMillis(), TimeUnit.MILLISECONDS)) {
      threads.shutdownNow();
    }
    renewing.join();
  }
}
