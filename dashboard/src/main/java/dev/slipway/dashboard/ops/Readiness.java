package dev.slipway.dashboard.ops;

import dev.slipway.dashboard.ReadinessCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the dependencies whether they are there. Safe for concurrent use. */
public final class Readiness {
  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

  /** How old an answer may be that a page shows. */
  private static final Duration FRESH = Duration.ofSeconds(10);

  /** For how long a page waits for an answer; most come sooner. */
  private static final Duration PATIENCE = Duration.ofMillis(20);

  private final List<ReadinessCheck> checks;
  private volatile @Nullable Asked last;
  private @Nullable Thread asking;

  public Readiness(List<ReadinessCheck> checks) {
    this.checks = checks;
  }

  /** Asks them all at the same time, and waits for the last answer. */
  public List<Finding> ask() throws InterruptedException {
    var results = new ConcurrentLinkedQueue<Finding>();
    List<Thread> threads = new ArrayList<>();
    for (ReadinessCheck check : checks) {
      threads.add(Thread.startVirtualThread(() -> results.add(ask(check))));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    List<Finding> findings =
        checks.stream()
            .flatMap(check -> results.stream().filter(found -> found.name().equals(check.name())))
            .toList();
    last = new Asked(findings, System.nanoTime());
    return findings;
  }

  /**
   * What is missing, as was last told: nothing waits here for a dependency that does not answer.
   */
  public List<Finding> missing() throws InterruptedException {
    Asked known = last;
    if (known == null || System.nanoTime() - known.at() > FRESH.toNanos()) {
      askAside().join(PATIENCE);
      known = last;
    }
    return known == null
        ? List.of()
        : known.findings().stream().filter(found -> !found.ok()).toList();
  }

  private synchronized Thread askAside() {
    Thread running = asking;
    if (running == null || !running.isAlive()) {
      running = Thread.startVirtualThread(this::askQuietly);
      asking = running;
    }
    return running;
  }

  private void askQuietly() {
    try {
      ask();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says to the public that there is trouble, and which; the details are for the log. */
  private static Finding ask(ReadinessCheck check) {
    String trouble;
    try {
      trouble = check.trouble().get();
    } catch (RuntimeException e) {
      LOG.warn("The readiness check \"{}\" failed", check.name(), e);
      trouble = "the check itself failed; see the server's log";
    }
    return new Finding(check.name(), trouble.isEmpty(), trouble);
  }

  /** What one check said. */
  public record Finding(String name, boolean ok, String detail) {}

  private record Asked(List<Finding> findings, long at) {}
}
