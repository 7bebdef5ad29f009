package dev.slipway.edge;

import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.pipeline.EdgeLimits;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A service as its entrances show it: the releases that share its requests, what it lets through,
 * and whether its requests wait. Safe for concurrent use.
 */
final class Backend {
  private final ServiceId service;
  private final List<Balancer> heaviestFirst;
  private final EdgeLimits limits;
  private final boolean held;
  private final int weights;
  private final AtomicInteger turn = new AtomicInteger();

  Backend(ServiceId service, List<Balancer> shares, EdgeLimits limits, boolean held) {
    this.service = service;
    this.heaviestFirst =
        shares.stream().sorted(Comparator.comparingInt(Balancer::weight).reversed()).toList();
    this.limits = limits;
    this.held = held;
    this.weights = shares.stream().mapToInt(Balancer::weight).sum();
  }

  ServiceId service() {
    return service;
  }

  List<Balancer> shares() {
    return heaviestFirst;
  }

  EdgeLimits limits() {
    return limits;
  }

  /** Whether new requests wait until they are let go. */
  boolean held() {
    return held;
  }

  /** Whether several releases share its requests, so that it matters who a visitor is. */
  boolean shared() {
    return heaviestFirst.size() > 1 && heaviestFirst.get(1).weight() > 0;
  }

  /** The next point of an even sequence over all numbers, which decides for new visitors. */
  int nextPoint() {
    // Steps by the golden ratio: any run of requests is spread as the weights are.
    return turn.getAndIncrement() * 0x9E3779B9;
  }

  /** The release that the visitor stays with, while it gets any requests; null where none is. */
  @Nullable Balancer stay(Visitor visitor) {
    for (Balancer share : heaviestFirst) {
      if (share.weight() > 0 && visitor.carries(share.mark())) {
        return share;
      }
    }
    return null;
  }

  /**
   * The release for a visitor: the one asked for by name, the one stayed with, or one by weight.
   * Where that lets nobody in, and was not asked for by name, another that does: also an older one
   * that gets nothing by weight any more, never a newer one that gets nothing yet.
   *
   * @param elsewhere whether enough of its instances were tried
   * @return null where no release gets requests
   */
  @Nullable Balancer choose(Visitor visitor, long now, boolean elsewhere) {
    Balancer named = named(visitor);
    if (named != null) {
      return named;
    }
    Balancer stayed = shared() ? stay(visitor) : null;
    Balancer first = stayed != null ? stayed : byWeight(visitor.point());
    if (first == null || (!elsewhere && first.hasWilling(now))) {
      return first;
    }
    for (Balancer other : heaviestFirst) {
      boolean may = other.weight() > 0 || other.release() < first.release();
      if (other != first && may && other.hasWilling(now)) {
        return other;
      }
    }
    return first;
  }

  /** Whether any release that may serve the visitor has somebody who lets requests in. */
  boolean hasWilling(Visitor visitor, long now) {
    Balancer chosen = choose(visitor, now, false);
    return chosen != null && chosen.hasWilling(now);
  }

  private @Nullable Balancer named(Visitor visitor) {
    for (Balancer share : heaviestFirst) {
      if (visitor.asksFor(share.release())) {
        return share;
      }
    }
    return null;
  }

  private @Nullable Balancer byWeight(int point) {
    long at = (Integer.toUnsignedLong(point) * weights) >>> 32;
    for (Balancer share : heaviestFirst) {
      at -= share.weight();
      if (at < 0) {
        return share;
      }
    }
    return null;
  }
}
