package dev.slipway.webhook;

import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

/** One {@link Line} for each repository that sends webhooks. Safe for concurrent use. */
final class Lines {
  private final Deliveries deliveries;
  private final DiskQueue disk;
  private final ExecutorService threads;
  private final Clock clock;
  private final Map<RepositoryId, Line> lines = new ConcurrentHashMap<>();

  /**
   * Lines that share what they need.
   *
   * @param disk where deliveries go that the store does not take
   */
  Lines(Deliveries deliveries, DiskQueue disk, ExecutorService threads, Clock clock) {
    this.deliveries = deliveries;
    this.disk = disk;
    this.threads = threads;
    this.clock = clock;
  }

  /** Decides on it and stores it after those of the same repository that came before; blocks. */
  Answer take(Undecided undecided, Repository repository) throws NotStoredException {
    return lines
        .computeIfAbsent(repository.id(), id -> new Line(id, deliveries, disk, threads, clock))
        .take(undecided, repository);
  }
}
