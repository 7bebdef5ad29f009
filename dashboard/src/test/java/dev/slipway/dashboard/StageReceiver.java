package dev.slipway.dashboard;

import dev.slipway.core.Ids;
import dev.slipway.core.delivery.Acceptance;
import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.DeliveryId;
import dev.slipway.core.delivery.Replays;
import dev.slipway.core.delivery.Simulations;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Takes deliveries once more, and says of simulations what a test tells it. */
final class StageReceiver implements Replays, Simulations {
  /** Who asked for replays. */
  final BlockingQueue<String> askers = new LinkedBlockingQueue<>();

  /** The pipeline files that simulations came with; empty for none. */
  final BlockingQueue<String> pipelines = new LinkedBlockingQueue<>();

  /** The pipeline file at every commit; null where there is none at hand. */
  volatile @Nullable String file;

  /** What simulations say. */
  volatile List<Simulated> simulated = List.of();

  private final Deliveries deliveries;
  private final Clock clock;

  StageReceiver(Deliveries deliveries, Clock clock) {
    this.deliveries = deliveries;
    this.clock = clock;
  }

  @Override
  public Delivery replay(Delivery first, String by) {
    askers.add(by);
    DeliveryId id = new DeliveryId(Ids.next("dlv", clock));
    Delivery again =
        new Delivery(
            id,
            first.forge(),
            first.repositoryId(),
            first.repository(),
            id.value(),
            first.event(),
            clock.instant(),
            first.headers(),
            first.body(),
            "replayed by " + by + " from " + first.id(),
            first.id(),
            first.changes(),
            first.note());
    deliveries.accept(new Acceptance(again, List.of(), List.of(), List.of()));
    return again;
  }

  @Override
  public Optional<String> pipelineFile(Delivery delivery) {
    return Optional.ofNullable(file);
  }

  @Override
  public List<Simulated> simulate(Delivery delivery, @Nullable String pipeline) {
    pipelines.add(pipeline == null ? "" : pipeline);
    return simulated;
  }
}
