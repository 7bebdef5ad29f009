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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Deliveries whose heads move, or whose store is away, when a test wants it. */
final class TroubledDeliveries implements Deliveries {
  private final Deliveries deliveries;
  private final AtomicInteger moves = new AtomicInteger();
  private final List<Delivery> accepted = new CopyOnWriteArrayList<>();
  private volatile String refused = "";
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

  /** Fails, for no reason that anybody knows of, on the delivery with that id of the forge. */
  void refuse(String forgeDeliveryId) {
    refused = forgeDeliveryId;
  }

  /** In the order in which they were accepted. */
  List<Delivery> accepted() {
    return accepted;
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
    if (acceptance.delivery().forgeDeliveryId().equals(refused)) {
      throw new IllegalStateException("a script of the store has a mistake");
    }
    if (moves.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      return new Outcome.HeadsMoved();
    }
    Outcome outcome = deliveries.accept(acceptance);
    if (outcome instanceof Outcome.Accepted(Delivery stored) && isNew(stored)) {
      accepted.add(stored);
    }
    return outcome;
  }

  @Override
  public Optional<Delivery> find(DeliveryId id) {
    return deliveries.find(id);
  }

  @Override
  public Page<Delivery> list(@Nullable RepositoryId repository, Page.Request page) {
    return deliveries.list(repository, page);
  }

  private boolean isNew(Delivery stored) {
    return accepted.stream().noneMatch(before -> before.id().equals(stored.id()));
  }
}
