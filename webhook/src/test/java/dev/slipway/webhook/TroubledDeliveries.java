package dev.slipway.webhook;

import dev.slipway.core.Page;
import dev.slipway.core.StoreUnavailableException;
import dev.slipway.core.delivery.Acceptance;
import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.DeliveryId;
import dev.slipway.core.delivery.Head;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

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
  public Map<GitRef, Head> heads(RepositoryId repository, List<GitRef> refs) {
    return deliveries.heads(repository, refs);
  }

  @Override
  public Map<GitRef, Head> heads(RepositoryId repository) {
    return deliveries.heads(repository);
  }

  @Override
  public boolean baseline(RepositoryId repository, Map<GitRef, CommitSha> heads) {
    return deliveries.baseline(repository, heads);
  }

  @Override
  public Outcome accept(Acceptance acceptance) {
    if (away) {
      throw new StoreUnavailableException("the store at 127.0.0.1 is away");
    }
    return moves.getAndUpdate(left -> Math.max(0, left - 1)) > 0
        ? new Outcome.HeadsMoved()
        : deliveries.accept(acceptance);
  }

  @Override
  public Optional<Delivery> find(DeliveryId id) {
    return deliveries.find(id);
  }

  @Override
  public Page<Delivery> list(@Nullable RepositoryId repository, Page.Request page) {
    return deliveries.list(repository, page);
  }
}
