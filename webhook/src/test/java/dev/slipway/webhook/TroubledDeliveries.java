package dev.slipway.webhook;

import dev.slipway.core.Page;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.DeliveryId;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Deliveries whose heads move, or whose store is away, when a test wants it. */
final class TroubledDeliveries implements Deliveries {
  private final Deliveries deliveries;
  private final AtomicInteger moves = new AtomicInteger();
  private volatile boolean away;

  TroubledDeliveries(Deliveries deliveries) {
    this.deliveries = deliveries;
  }

  /** Others move the heads before each of the next attempts to store. */
  void moveHeads(int times) {
    moves.set(times);
  }

  void away(boolean now) {
    away = now;
  }

  @Override
  public Map<GitRef, CommitSha> heads(RepositoryId repository, List<GitRef> refs) {
    return deliveries.heads(repository, refs);
  }

  @Override
  public Outcome accept(Delivery delivery, List<NewBuild> builds, Map<GitRef, CommitSha> heads) {
    if (away) {
      throw new IllegalStateException("the store at 127.0.0.1 is away");
    }
    return moves.getAndUpdate(left -> Math.max(0, left - 1)) > 0
        ? new Outcome.HeadsMoved()
        : deliveries.accept(delivery, builds, heads);
  }

  @Override
  public Optional<Delivery> find(DeliveryId id) {
    return deliveries.find(id);
  }

  @Override
  public Page<Delivery> list(Page.Request page) {
    return deliveries.list(page);
  }
}
