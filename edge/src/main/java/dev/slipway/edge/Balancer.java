package dev.slipway.edge;

import dev.slipway.core.deploy.ServiceId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Spreads the requests of one release over its instances. Safe for concurrent use. */
final class Balancer {
  /** How long one that refused a connection is passed over while others are there. */
  static final Duration PASSED_OVER = Duration.ofSeconds(1);

  private static final int MARK_BYTES = 9;

  private final int release;
  private final int weight;
  private final List<Upstream> upstreams;
  private final ReleaseCounts counts;
  private final String mark;
  private final AtomicInteger turn = new AtomicInteger();

  Balancer(
      ServiceId service, int release, int weight, List<Upstream> upstreams, ReleaseCounts counts) {
    this.release = release;
    this.weight = weight;
    this.upstreams = List.copyOf(upstreams);
    this.counts = counts;
    this.mark = mark(service, release);
  }

  int release() {
    return release;
  }

  int weight() {
    return weight;
  }

  ReleaseCounts counts() {
    return counts;
  }

  /** What a visitor who stays with this release carries: the same on every edge, and opaque. */
  String mark() {
    return mark;
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

  private static String mark(ServiceId service, int release) {
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256")
              .digest((service + " v" + release).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sum, 0, MARK_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
