package dev.slipway.edge;

import dev.slipway.core.deploy.ServiceId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What stands behind a host: the instances of one release. Safe for concurrent use. */
final class Backend {
  /** How long one that refused a connection is passed over while others are there. */
  static final Duration PASSED_OVER = Duration.ofSeconds(1);

  private final ServiceId service;
  private final List<Upstream> upstreams;
  private final AtomicInteger turn = new AtomicInteger();

  Backend(ServiceId service, List<Upstream> upstreams) {
    this.service = service;
    this.upstreams = List.copyOf(upstreams);
  }

  ServiceId service() {
    return service;
  }

  /**
   * The instance with the fewest open requests, in turn where several have as few; one that refused
   * a connection a moment ago only when all did. Null when there is none at all.
   *
   * @param now as {@link System#nanoTime} has it
   */
  @Nullable Upstream pick(long now) {
    if (upstreams.size() == 1) {
      return upstreams.getFirst();
    }
    int first = turn.getAndIncrement() & Integer.MAX_VALUE;
    Upstream best = null;
    boolean bestRefused = true;
    for (int i = 0; i < upstreams.size(); i++) {
      Upstream candidate = upstreams.get((first + i) % upstreams.size());
      boolean refused = candidate.refusedWithin(PASSED_OVER.toNanos(), now);
      boolean better =
          best == null
              || (bestRefused && !refused)
              || (bestRefused == refused && candidate.open() < best.open());
      if (better) {
        best = candidate;
        bestRefused = refused;
      }
    }
    return best;
  }

  /** Whether somebody other than those who refused a connection a moment ago is there. */
  boolean hasWilling(long now) {
    for (Upstream upstream : upstreams) {
      if (!upstream.refusedWithin(PASSED_OVER.toNanos(), now)) {
        return true;
      }
    }
    return false;
  }
}
