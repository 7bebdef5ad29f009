package dev.slipway.webhook;

import dev.slipway.core.Ids;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.delivery.Deliveries.Outcome;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.DeliveryId;
import dev.slipway.core.delivery.Replays;
import dev.slipway.core.source.Repositories;
import dev.slipway.core.source.Repository;
import dev.slipway.webhook.dialect.UnreadableException;
import java.time.Clock;
import java.util.List;

/** Takes a stored delivery once more, by the rules of today. Safe for concurrent use; blocks. */
public final class ReplayDelivery implements Replays {
  private static final String ORIGINAL = "the original was proved by ";
  private final Repositories repositories;
  private final StoreDelivery storeDelivery;
  private final Clock clock;

  public ReplayDelivery(Repositories repositories, Deliveries deliveries, Clock clock) {
    this.repositories = repositories;
    this.storeDelivery = new StoreDelivery(deliveries, clock);
    this.clock = clock;
  }

  /**
   * {@inheritDoc}
   *
   * @throws InvalidValueException when the repository was removed, or the body cannot be read
   */
  @Override
  public Delivery replay(Delivery delivery, String by) {
    Repository repository =
        repositories
            .find(delivery.repositoryId())
            .orElseThrow(() ->
                new InvalidValueException(
                    delivery.repository()
                        + " was removed from Slipway, so its delivery cannot be replayed; add it"
                        + " and push again"));
    try {
      return switch (storeDelivery.store(ReadAgain.of(copy(delivery, by)), repository)) {
        case Outcome.Accepted(Delivery stored) -> stored;
        case Outcome.Duplicate(Delivery first) -> first;
        case Outcome.HeadsMoved() -> throw new IllegalStateException("this is not stored");
      };
    } catch (UnreadableException e) {
      throw new InvalidValueException(
          "delivery %s cannot be replayed: %s".formatted(delivery.id(), e.reason()));
    }
  }

  private Delivery copy(Delivery of, String by) {
    DeliveryId id = new DeliveryId(Ids.next("dlv", clock));
    return new Delivery(
        id,
        of.forge(),
        of.repositoryId(),
        of.repository(),
        "replay-" + id,
        of.event(),
        clock.instant(),
        of.headers(),
        of.body(),
        "replayed by %s; %s%s".formatted(by, ORIGINAL, original(of.proof())),
        of.id(),
        List.of(),
        of.note());
  }

  /** The proof that all replays go back to. */
  private static String original(String proof) {
    int at = proof.lastIndexOf(ORIGINAL);
    return at < 0 ? proof : proof.substring(at + ORIGINAL.length());
  }
}
